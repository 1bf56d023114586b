package dev.troupe.engine.actor;

import dev.troupe.agent.AgentException;
import dev.troupe.delivery.Inbox;
import dev.troupe.engine.Failures;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Receives, for everybody who asks from outside on this node, the answers that were deferred. */
public final class OutsideActor extends AbstractBehavior<AgentActor.Deliver> {
    /** The reserved agent type of whoever asks from outside; its key is the node. */
    public static final String TYPE = "troupe.outside";

    /** Name of the actor below {@code /system}. */
    public static final String NAME = "troupe-outside";

    private static final int STREAMS_LIMIT = 10_000;

    private final RuntimeCore core;
    private final OpenRequests requests;
    private final Inbox<Envelope, Outcome> inbox;

    private OutsideActor(ActorContext<AgentActor.Deliver> context, RuntimeCore core, OpenRequests requests) {
        super(context);
        this.core = core;
        this.requests = requests;
        // Entries are settled at once, so none ever waits; requests under way are bounded where they are sent.
        this.inbox = new Inbox<>(
                core.node(), ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), Integer.MAX_VALUE, STREAMS_LIMIT);
    }

    static Behavior<AgentActor.Deliver> create(RuntimeCore core, OpenRequests requests) {
        return Behaviors.setup(context -> new OutsideActor(context, core, requests));
    }

    @Override
    public Receive<AgentActor.Deliver> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentActor.Deliver.class, this::onDeliver)
                .build();
    }

    private Behavior<AgentActor.Deliver> onDeliver(AgentActor.Deliver deliver) {
        for (var entry : inbox.accept(deliver.batch())) {
            onAnswer(entry.message());
            inbox.settle(deliver.batch().stream(), entry.seq(), Outcome.processed(1, null));
        }
        inbox.reports().forEach(report -> core.transport().report(deliver.recipient(), report));
        return this;
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
