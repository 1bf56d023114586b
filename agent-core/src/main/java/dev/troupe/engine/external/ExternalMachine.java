package dev.troupe.engine.external;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.Times;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.AgentMachine.Identity;
import dev.troupe.engine.BookedInbox;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.Failures;
import dev.troupe.engine.Outside;
import dev.troupe.engine.TurnEnd;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.TraceParent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One agent whose code runs in a worker: takes batches in, hands the messages over in order, and settles each when its
 * worker has it or, if it is a request, has answered it. Many may be with the worker at the same time. What a worker goes
 * away with is handed over again, to the next one, as a further attempt; and so is what an earlier activation may have
 * handed to a worker of its own. Pure: time comes from the caller, everything done goes through the port.
 */
public final class ExternalMachine {

    /** What the machine wants done. */
    public interface Port extends Inbox.Watch {
        /** Tells a sender's outbox what became of its messages. */
        void report(Report<Outcome> report);

        /**
         * Offers a message to a worker; its end comes back through {@link #onEnd}.
         *
         * @param attempt from 1; a higher one says that a worker may have had it before
         * @return false if nobody has room for it; then {@link #onRoom} is called later
         */
        boolean hand(long number, Envelope envelope, int attempt);

        /**
         * A message has ended, or an attempt at it that a worker went away with.
         *
         * @param number under which it was handed over, if it was
         * @param sent the answer, if it goes to an agent
         */
        void ended(long number, Delivery delivery, TurnEnd how, List<Envelope> sent);

        /** Tells whether what is sent says which trace it belongs to. */
        boolean traced();

        /** The answer to a message that was handed over is not wanted any more. */
        void forget(long number);

        /** Sends an answer to an agent. */
        void send(Envelope envelope);
    }

    private static final Failure LATE =
            Failure.of(Failure.Kind.EXPIRED, "the deadline passed before a worker had room for it");
    private static final Failure UNANSWERED = Failure.of(Failure.Kind.TIMEOUT, "its worker has not answered in time");

    private final Identity identity;
    private final AgentLimits limits;
    private final Port port;
    private final BookedInbox inbox;
    /** Both by the order in which they came. */
    private final TreeMap<Long, Delivery> waiting = new TreeMap<>();

    private final Map<Long, Delivery> handedOver = new HashMap<>();
    private long nextDeadline = Long.MAX_VALUE;
    private long lastNumber;
    private long lastId;
    private boolean stopping;
    private boolean full;

    public ExternalMachine(Identity identity, AgentLimits limits, Port port) {
        this.identity = identity;
        this.limits = limits;
        this.port = port;
        this.inbox = new BookedInbox(identity, limits, port);
    }

    public AgentId self() {
        return identity.self();
    }

    /** A batch has arrived. */
    public void onBatch(Batch<Envelope> batch, long now) {
        if (stopping) {
            inbox.refuse(batch);
            return;
        }
        for (var entry : inbox.accept(batch)) {
            var envelope = entry.message();
            if (envelope.kind() == Envelope.Kind.MESSAGE) {
                waiting.put(++lastNumber, Delivery.first(batch, entry));
                nextDeadline = Math.min(nextDeadline, envelope.deadline());
            } else {
                // Answers go past the inbox of an external agent, so what is left is a cancellation.
                cancel(envelope);
                inbox.settle(batch.stream(), entry.seq(), Outcome.processed(1, null));
            }
        }
        handOver(now);
    }

    /** A message of {@code tell} has arrived: it is handed over once, or not at all. */
    public boolean onTell(Envelope envelope) {
        return !stopping && waiting.isEmpty() && port.hand(++lastNumber, envelope, 1);
    }

    /** A message that was handed over has come to its end. */
    public void onEnd(long number, Handover.End end, long now) {
        var delivery = handedOver.remove(number);
        if (delivery == null) {
            return; // it was cancelled, or has expired
        }
        if (end instanceof Handover.End.Done done) {
            settle(number, delivery, done.answer(), now);
        } else if (end instanceof Handover.End.Refused refused) {
            giveUp(number, delivery, TurnEnd.GIVEN_UP, refused.failure());
        } else {
            onLost(number, delivery, ((Handover.End.Lost) end).begun(), now);
        }
    }

    private void onLost(long number, Delivery delivery, boolean begun, long now) {
        // Only what is known counts: an earlier activation may have ended before any worker had the message.
        if (begun && delivery.attempt() >= limits.retryPolicy().maxAttempts()) {
            giveUp(
                    number,
                    delivery,
                    TurnEnd.GIVEN_UP,
                    Failure.of(
                            Failure.Kind.HANDLER_ERROR,
                            delivery.attempt() + " workers went away with it (does it end them?)"));
            return;
        }
        if (begun) {
            port.ended(number, delivery, TurnEnd.FAILED, List.of());
        }
        waiting.put(number, begun ? delivery.again() : delivery);
        nextDeadline = Math.min(nextDeadline, delivery.deadline());
        handOver(now);
    }

    /** A worker has room again. */
    public void onRoom(long now) {
        full = false;
        handOver(now);
    }

    /** Ends what has waited, or was with a worker, past its deadline. */
    public void onTime(long now) {
        if (nextDeadline > now) {
            return;
        }
        nextDeadline = Long.MAX_VALUE;
        endLate(waiting, now, TurnEnd.EXPIRED, LATE);
        for (long number : endLate(handedOver, now, TurnEnd.GIVEN_UP, UNANSWERED)) {
            port.forget(number);
        }
    }

    /** Returns when {@link #onTime} has to be called; {@link Long#MAX_VALUE} for never. */
    public long nextTime() {
        return idle() ? Long.MAX_VALUE : nextDeadline;
    }

    private List<Long> endLate(Map<Long, Delivery> deliveries, long now, TurnEnd how, Failure why) {
        List<Long> ended = new ArrayList<>();
        for (var each = deliveries.entrySet().iterator(); each.hasNext(); ) {
            var entry = each.next();
            var delivery = entry.getValue();
            if (delivery.deadline() <= now) {
                each.remove();
                ended.add(entry.getKey());
                giveUp(entry.getKey(), delivery, how, why);
            } else {
                nextDeadline = Math.min(nextDeadline, delivery.deadline());
            }
        }
        return ended;
    }

    /** Takes nothing more and hands nothing over; what is with a worker may come to its end. */
    public void stop() {
        stopping = true;
    }

    /** Tells whether nothing is with a worker. */
    public boolean quiet() {
        return handedOver.isEmpty();
    }

    /** Tells whether nothing would be missed if this activation ended now. */
    public boolean idle() {
        return waiting.isEmpty() && handedOver.isEmpty();
    }

    /** Returns the number of messages that this life has accepted and lost. */
    public long imbalance() {
        return inbox.imbalance((long) waiting.size() + handedOver.size());
    }

    /** Tells the senders what happened since the last call. */
    public void report() {
        inbox.reports().forEach(port::report);
    }

    /** Ends this life: the senders send again what is not settled. */
    public void release() {
        stopping = true;
        handedOver.keySet().forEach(port::forget);
        inbox.release().forEach(port::report);
    }

    /** Returns the number of messages accepted and not settled. */
    public int waiting() {
        return inbox.waiting();
    }

    private void handOver(long now) {
        while (!stopping && !full && !waiting.isEmpty()) {
            var first = waiting.firstEntry();
            var delivery = first.getValue();
            if (delivery.deadline() <= now) {
                onTime(now);
                continue;
            }
            handedOver.put(first.getKey(), delivery);
            if (!port.hand(first.getKey(), delivery.envelope(), attempt(delivery))) {
                handedOver.remove(first.getKey());
                full = true;
                return;
            }
            waiting.remove(first.getKey());
        }
    }

    private void settle(long number, Delivery delivery, @Nullable Answer answer, long now) {
        var asker = delivery.envelope().asker();
        @Nullable Answer answerOutside = answer;
        List<Envelope> sent = List.of();
        if (answer != null && asker != null && !asker.type().equals(Outside.TYPE)) {
            sent = List.of(answerTo(asker, delivery.envelope(), answer, now));
            sent.forEach(port::send);
            answerOutside = null;
        }
        port.ended(number, delivery, TurnEnd.APPLIED, sent);
        end(delivery, Outcome.processed(attempt(delivery), answerOutside));
    }

    private Envelope answerTo(AgentId asker, Envelope request, Answer answer, long now) {
        var failure = answer.failure();
        return new Envelope(
                Long.toString(identity.activation(), Character.MAX_RADIX) + "-" + ++lastId,
                failure == null ? Envelope.Kind.ANSWER : Envelope.Kind.FAILURE,
                asker,
                identity.self(),
                null,
                failure == null ? requireNonNull(answer.payload(), "payload") : Failures.encode(failure),
                null,
                null,
                request.id(),
                Times.after(now, limits.expiry()),
                port.traced() ? TraceParent.ofTurn(request).in(Map.of()) : Map.of());
    }

    private void giveUp(long number, Delivery delivery, TurnEnd how, Failure failure) {
        port.ended(number, delivery, how, List.of());
        end(delivery, Outcome.deadLettered(attempt(delivery), failure));
    }

    /** The one of an earlier activation, if there may have been one, is counted once, however many there were. */
    private static int attempt(Delivery delivery) {
        return delivery.redelivered() ? delivery.attempt() + 1 : delivery.attempt();
    }

    private void end(Delivery delivery, Outcome outcome) {
        inbox.settle(requireNonNull(delivery.stream(), "stream"), delivery.seq(), outcome);
    }

    private void cancel(Envelope cancel) {
        for (var each : waiting.entrySet()) {
            if (each.getValue().isCancelledBy(cancel)) {
                waiting.remove(each.getKey());
                giveUp(each.getKey(), each.getValue(), TurnEnd.CANCELLED, Failures.CANCELLED);
                return;
            }
        }
        for (var each : handedOver.entrySet()) {
            if (each.getValue().isCancelledBy(cancel)) {
                handedOver.remove(each.getKey());
                giveUp(each.getKey(), each.getValue(), TurnEnd.CANCELLED, Failures.CANCELLED);
                port.forget(each.getKey());
                return;
            }
        }
    }
}
