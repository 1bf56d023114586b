package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.Turn;
import dev.troupe.agent.Turn.Out;
import dev.troupe.delivery.Times;
import dev.troupe.journal.Reminder;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the {@link Mail} of a turn before any of it takes effect: what cannot be encoded fails the turn as a whole. */
final class MailWriter {
    private final List<Envelope> now = new ArrayList<>(2);
    private final List<Reminder> later = new ArrayList<>(0);
    private final List<Mail.Asked> asked = new ArrayList<>(0);
    private final List<PublishedEvent> published = new ArrayList<>(0);
    private @Nullable Answer answerOutside;

    private final AgentDesk desk;
    private final Envelope current;
    private final Turn<?, ?> turn;
    private final long time;
    private final Function<AgentId, List<String>> openAsks;
    /** What all that is sent says of its trace; null before anything is. */
    private @Nullable TraceParent trace;

    private MailWriter(
            AgentDesk desk, Envelope current, Turn<?, ?> turn, long time, Function<AgentId, List<String>> openAsks) {
        this.desk = desk;
        this.current = current;
        this.turn = turn;
        this.time = time;
        this.openAsks = openAsks;
    }

    /** @param openAsks the ids of the requests to an agent that can be cancelled */
    static Mail write(
            AgentDesk desk, Envelope current, Turn<?, ?> turn, long time, Function<AgentId, List<String>> openAsks) {
        if (turn.out().isEmpty() && turn.settlement().isEmpty()) {
            return Mail.NONE;
        }
        var writer = new MailWriter(desk, current, turn, time, openAsks);
        turn.out().forEach(writer::add);
        turn.settlement().ifPresent(writer::settle);
        return new Mail(writer.now, writer.later, writer.asked, writer.published, writer.answerOutside);
    }

    private void add(Out out) {
        if (out instanceof Out.Send send) {
            addSend(send);
        } else if (out instanceof Out.Ask ask) {
            addAsk(ask);
        } else if (out instanceof Out.Cancel cancel) {
            openAsks.apply(cancel.target()).forEach(id -> addCancel(cancel.target(), id));
        } else if (out instanceof Out.Publish publish) {
            addPublish(publish);
        } else if (out instanceof Out.Schedule schedule) {
            addSend(new Out.Send(desk.self(), schedule.message(), SendOptions.DEFAULT.withDelay(schedule.delay())));
        } else if (out instanceof Out.Reply reply) {
            addAnswer(reply.replyTo().address(), reply.replyTo().correlationId(), answer(reply.answer()));
        } else if (out instanceof Out.Reject reject) {
            addAnswer(reject.replyTo().address(), reject.replyTo().correlationId(), Answer.of(reject.failure()));
        } else {
            throw new IllegalStateException("operation " + out + " (expected: a known one)");
        }
    }

    private void addSend(Out.Send send) {
        if (send.message() instanceof Passage passage) {
            send(passage.envelope());
            return;
        }
        var options = send.options();
        long leaves = Times.after(time, options.delay());
        Duration expiry = options.expiry();
        var envelope = new Envelope(
                options.messageId() == null ? desk.newId() : options.messageId(),
                Envelope.Kind.MESSAGE,
                send.target(),
                desk.self(),
                null,
                desk.encode(send.message()),
                null,
                options.replyTo(),
                options.correlationId(),
                Times.after(leaves, expiry == null ? desk.expiry() : Times.millis(expiry)),
                traced(options.headers()));
        if (options.delay().isZero() && !send.target().equals(desk.self())) {
            send(envelope);
        } else {
            later.add(new Reminder(leaves, envelope));
        }
    }

    private void send(Envelope envelope) {
        now.add(desk.numbered(envelope, time));
    }

    private void addAsk(Out.Ask ask) {
        String id = desk.newId();
        long deadline = current.deadlineOnBehalf(Times.after(time, ask.timeout()));
        asked.add(new Mail.Asked(id, ask.target(), ask.request(), deadline));
        send(new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                ask.target(),
                desk.self(),
                null,
                desk.encode(ask.request()),
                desk.self(),
                null,
                null,
                deadline,
                traced(headersOfAsk())));
    }

    /** A trace that the handler has set stays; one that comes with the current message goes on as its child. */
    private Map<String, String> traced(Map<String, String> headers) {
        var given = headers.get(TraceParent.HEADER);
        boolean foreign = given != null && !given.equals(current.headers().get(TraceParent.HEADER));
        if (foreign || !desk.traced()) {
            return headers;
        }
        if (trace == null) {
            trace = TraceParent.ofTurn(current);
        }
        return trace.in(headers);
    }

    private void addCancel(AgentId target, String requestId) {
        send(Envelope.cancel(desk.newId(), target, desk.self(), requestId, Times.after(time, desk.expiry())));
    }

    /** Those who await the current request wait for this one too, unless they are answered now. */
    private Map<String, String> headersOfAsk() {
        boolean answered =
                turn.settlement().isPresent() && !(turn.settlement().get() instanceof Turn.Settlement.Deferred);
        return answered ? Waiting.without(current.headers()) : current.headers();
    }

    private void addPublish(Out.Publish publish) {
        Payload payload = desk.encode(publish.event());
        String id = desk.newId();
        published.add(new PublishedEvent(id, publish.topic(), Optional.of(desk.self()), payload.toJsonPayload()));
        for (AgentId subscriber : desk.subscribers(publish.topic())) {
            if (!subscriber.equals(desk.self())) {
                send(new Envelope(
                        StoredSends.publishedId(id, subscriber),
                        Envelope.Kind.MESSAGE,
                        subscriber,
                        desk.self(),
                        publish.topic(),
                        payload,
                        null,
                        null,
                        null,
                        Times.after(time, desk.expiry()),
                        traced(Waiting.without(current.headers()))));
            }
        }
    }

    private void settle(Turn.Settlement how) {
        if (current.asker() == null || how instanceof Turn.Settlement.Deferred) {
            return;
        }
        Answer answer = how instanceof Turn.Settlement.Replied replied
                ? answer(replied.answer())
                : Answer.of(((Turn.Settlement.Rejected) how).failure());
        if (current.asker().type().equals(Outside.TYPE)) {
            answerOutside = answer;
        } else {
            addAnswer(current.asker().toString(), current.id(), answer);
        }
    }

    private Answer answer(Object value) {
        return Answer.of(desk.encode(value));
    }

    private void addAnswer(String address, String correlationId, Answer answer) {
        if (address.isEmpty()) {
            return;
        }
        boolean failed = answer.failure() != null;
        send(new Envelope(
                desk.newId(),
                failed ? Envelope.Kind.FAILURE : Envelope.Kind.ANSWER,
                AgentId.parse(address),
                desk.self(),
                null,
                failed ? Failures.encode(requireNonNull(answer.failure())) : requireNonNull(answer.payload()),
                null,
                null,
                correlationId,
                Times.after(time, desk.expiry()),
                traced(Map.of())));
    }
}
