package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.Report;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;

/** Whoever asks from outside on one node, as a recipient: takes the answers that were deferred. Not thread-safe. */
public final class Outside {
    /** The reserved agent type; the key is the node. */
    public static final String TYPE = "troupe.outside";

    private static final int STREAMS_LIMIT = 10_000;

    private final OpenRequests requests;
    private final Inbox<Envelope, Outcome> inbox;

    public Outside(String node, long activation, OpenRequests requests) {
        this.requests = requests;
        // Entries are settled at once, so none ever waits; requests under way are bounded where they are sent.
        this.inbox = new Inbox<>(node, activation, Integer.MAX_VALUE, STREAMS_LIMIT);
    }

    /** Completes the requests that a batch answers; returns what to report. */
    public List<Report<Outcome>> onBatch(Batch<Envelope> batch) {
        for (var entry : inbox.accept(batch)) {
            onAnswer(entry.message());
            inbox.settle(batch.stream(), entry.seq(), Outcome.processed(1, null));
        }
        return inbox.reports();
    }

    private void onAnswer(Envelope envelope) {
        String id = envelope.correlationId();
        if (id == null) {
            return; // nobody sends this; an answer always names its request
        }
        try {
            requests.complete(
                    id,
                    envelope.kind() == Envelope.Kind.FAILURE
                            ? Answer.of(Failures.decode(envelope.payload()))
                            : Answer.of(envelope.payload()));
        } catch (AgentException e) {
            requests.complete(id, Answer.of(e.failure()));
        }
    }
}
