package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Turn;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.Times;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One agent: takes batches in, runs one turn after the other, and lets a turn's effects out all together or not at all.
 * Pure: time and randomness come from the caller, everything done goes through the {@link AgentPort}.
 *
 * <p>The shell feeds events ({@code onX}), calls {@link #step} until it says {@link Step#IDLE} or {@link Step#AWAITING},
 * then {@link #report}, and calls {@link #onTime} at {@link #nextTime}.
 */
public final class AgentMachine<S> {

    /** What a call of {@link #step} found to do. */
    public enum Step {
        /** Nothing to do now. */
        IDLE,
        /** A turn ended, well or badly; there may be more. */
        RAN,
        /** The turn waits for {@link #awaited}. */
        AWAITING
    }

    /** Who this agent is, in this life. */
    public record Identity(AgentId self, String home, long activation) {}

    private final Identity identity;
    private final AgentLimits limits;
    private final TurnRunner<?, S> runner;
    private final AgentPort port;
    private final RandomGenerator random;
    private final AgentDesk desk;
    private final Inbox<Envelope, Outcome> inbox;
    private final FairQueue<Object, Delivery> queue = new FairQueue<>(Delivery::orderKey);
    private final Timers timers = new Timers();
    private final OpenAsks asks = new OpenAsks();
    private final Outgoing outgoing;
    private S state;
    private @Nullable Delivery current;
    private @Nullable CompletionStage<? extends Effect<S>> awaited;
    private boolean cancelled;
    private int reminders;
    private long firstDeadline = Long.MAX_VALUE;
    private long turns;

    public AgentMachine(
            Identity identity, AgentLimits limits, TurnRunner<?, S> runner, AgentPort port, RandomGenerator random) {
        this.identity = identity;
        this.limits = limits;
        this.runner = runner;
        this.port = port;
        this.random = random;
        this.state = runner.emptyState();
        this.desk = new AgentDesk(identity, limits.expiry(), runner.types(), port);
        this.outgoing = new Outgoing(limits.outboxLimit(), limits.outboxPatience());
        this.inbox = new Inbox<>(identity.home(), identity.activation(), limits.inboxLimit(), limits.streamsLimit());
    }

    /** A batch has arrived: its new messages wait for their turns, but a cancellation acts at once. */
    public void onBatch(Batch<Envelope> batch) {
        for (var entry : inbox.accept(batch)) {
            var envelope = entry.message();
            if (envelope.kind() == Envelope.Kind.CANCEL) {
                cancel(envelope);
                inbox.settle(batch.stream(), entry.seq(), Outcome.processed(1, null));
                continue;
            }
            if (envelope.kind() != Envelope.Kind.MESSAGE) {
                timers.cancel(asks.answered(envelope.correlationId()));
            }
            enqueue(new Delivery(batch.stream(), entry.seq(), envelope, 1));
        }
    }

    /** A message that this agent sent is settled. A request that became a dead letter fails at once. */
    public void onSent(Envelope envelope, Outcome outcome) {
        outgoing.settled(envelope.id());
        if (outcome.failure() != null) {
            failAsk(envelope.id(), outcome.failure());
        }
    }

    /** The awaited stage has completed, with an effect or with what it threw. */
    public void onAwaited(@Nullable Effect<S> effect, @Nullable Throwable thrown, long now) {
        awaited = null;
        if (cancelled) {
            var delivery = requireNonNull(current, "current");
            giveUp(delivery, delivery.attempt(), Failures.CANCELLED);
            turnEnded();
        } else if (thrown != null) {
            endBadly(thrown, now);
        } else {
            attempt(() -> effect, now);
        }
    }

    /** Lets what is due happen: reminders, time-outs of requests, further attempts, the end of what waited too long. */
    public void onTime(long now) {
        timers.run(now);
        if (firstDeadline <= now) {
            expireWaiting(now);
        }
    }

    /** Returns when {@link #onTime} and {@link #step} have to be called; {@link Long#MAX_VALUE} for never. */
    public long nextTime() {
        boolean patient = outgoing.isFull() && awaited == null && queue.hasReady();
        long due = Math.min(timers.next(), patient ? outgoing.patienceEnds() : Long.MAX_VALUE);
        return queue.size() == 0 ? due : Math.min(due, firstDeadline);
    }

    /** Runs the next turn, if there is one and nothing is in its way. */
    public Step step(long now) {
        if (awaited != null) {
            return Step.AWAITING;
        }
        if (outgoing.isFull() && now < outgoing.patienceEnds()) {
            return Step.IDLE;
        }
        current = queue.poll();
        if (current == null) {
            return Step.IDLE;
        }
        begin(current, now);
        return awaited == null ? Step.RAN : Step.AWAITING;
    }

    /** Returns what the open turn waits for, after {@link Step#AWAITING}. */
    public CompletionStage<? extends Effect<S>> awaited() {
        return requireNonNull(awaited, "awaited");
    }

    /** Tells the senders what happened since the last call. */
    public void report() {
        inbox.reports().forEach(port::report);
    }

    /** Takes nothing of a batch, since this life is about to end. */
    public void refuse(Batch<Envelope> batch) {
        inbox.refuse(batch);
    }

    /** Ends this life: the senders send again what is not settled. Call it between turns. */
    public void release() {
        inbox.release().forEach(port::report);
    }

    /** Tells whether nothing would be missed if this activation ended now. */
    public boolean idle() {
        return current == null
                && queue.size() == 0
                && reminders == 0
                && asks.isEmpty()
                && outgoing.size() == 0
                && timers.next() == Long.MAX_VALUE;
    }

    /** Tells whether a turn is open. */
    public boolean inTurn() {
        return current != null;
    }

    public S state() {
        return state;
    }

    /** Returns the number of messages accepted and not settled. */
    public int waiting() {
        return inbox.waiting();
    }

    /** Returns the number of lanes that messages came from. */
    public int streams() {
        return inbox.streams();
    }

    /** Returns the number of turns applied in this life. */
    public long turns() {
        return turns;
    }

    /**
     * Ends a request that nobody wants any more, if it waits or its turn awaits something: that turn is not applied,
     * whatever it completes with. One that is not here has ended, or never came.
     */
    private void cancel(Envelope cancel) {
        if (awaited != null && current != null && current.isCancelledBy(cancel)) {
            cancelled = true;
            runner.cancelTurn(awaited);
            return;
        }
        var waiting = queue.remove(delivery -> delivery.isCancelledBy(cancel));
        if (waiting != null) {
            giveUp(waiting, waiting.attempt() - 1, Failures.CANCELLED);
        }
    }

    private void begin(Delivery delivery, long now) {
        var envelope = delivery.envelope();
        if (delivery.deadline() <= now) {
            expire(delivery);
            turnEnded();
            return;
        }
        var ask = asks.get(envelope.correlationId());
        if (envelope.kind() != Envelope.Kind.MESSAGE && ask == null) {
            end(Outcome.processed(delivery.attempt(), null)); // a second answer, or one after the time-out
            return;
        }
        attempt(() -> runner.run(state, delivery, envelope.kind() == Envelope.Kind.MESSAGE ? null : ask), now);
    }

    /** Takes the turn as far as it goes. Whatever a handler or its messages throw is a failed attempt. */
    private void attempt(Supplier<@Nullable Effect<S>> handler, long now) {
        try {
            Turn<S, ?> turn = Turn.of(requireNonNull(handler.get(), "effect: null (expected: effects()…)"));
            if (turn.awaited().isPresent()) {
                awaited = turn.awaited().get();
            } else {
                apply(turn, now);
            }
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            endBadly(e, now);
        }
    }

    /** The one place where a turn takes effect. Whatever can fail comes before the first change. */
    private void apply(Turn<S, ?> turn, long now) {
        var delivery = requireNonNull(current, "current");
        var mail = MailWriter.write(desk, delivery.envelope(), turn, now);
        if (reminders + mail.later().size() > limits.remindersLimit()) {
            throw new IllegalStateException(
                    "reminders: " + (reminders + mail.later().size()) + " (expected: <= " + limits.remindersLimit()
                            + ", troupe.agents.reminders-limit)");
        }
        state = turn.newState().orElse(state);
        turns++;
        if (delivery.envelope().kind() != Envelope.Kind.MESSAGE) {
            asks.remove(delivery.envelope().correlationId());
        }
        mail.asked()
                .forEach(asked ->
                        asks.add(asked.id(), asked.request(), timers.set(asked.deadline(), () -> onAskTimeout(asked))));
        mail.later().forEach(this::delay);
        end(Outcome.processed(delivery.attempt(), mail.answerOutside()));
        mail.now().forEach(envelope -> send(envelope, now));
        mail.published().forEach(port::published);
    }

    private void endBadly(Throwable thrown, long now) {
        var delivery = requireNonNull(current, "current");
        var hopeless = Failures.hopeless(thrown);
        if (hopeless != null || delivery.attempt() >= limits.retryPolicy().maxAttempts()) {
            giveUp(delivery, delivery.attempt(), hopeless != null ? hopeless : Failures.ofThrown(thrown));
            turnEnded();
        } else {
            retryLater(delivery, now);
        }
    }

    private void retryLater(Delivery delivery, long now) {
        turnEnded();
        long delay = Times.millis(limits.retryPolicy().delayAfter(delivery.attempt()));
        Object key = delivery.orderKey();
        queue.hold(delivery.again());
        timers.set(Times.after(now, delay - (long) (random.nextDouble() * delay / 2)), () -> queue.release(key));
    }

    private void expireWaiting(long now) {
        firstDeadline = Long.MAX_VALUE;
        queue.removeIf(waiting -> {
                    boolean expired = waiting.deadline() <= now;
                    firstDeadline = expired ? firstDeadline : Math.min(firstDeadline, waiting.deadline());
                    return expired;
                })
                .forEach(this::expire);
    }

    private void expire(Delivery delivery) {
        var failure = Failure.of(Failure.Kind.EXPIRED, "the deadline passed while it waited for its turn");
        giveUp(delivery, delivery.attempt() - 1, failure);
    }

    private void giveUp(Delivery delivery, int attempts, Failure failure) {
        var envelope = delivery.envelope();
        String askId = envelope.correlationId();
        if (envelope.kind() != Envelope.Kind.MESSAGE && askId != null) {
            if (delivery.stream() != null && !Failures.ofHandler(failure)) {
                enqueueFailure(askId, failure); // no handler has seen the answer: it shall know why
            } else {
                asks.remove(askId);
            }
        }
        if (delivery.stream() == null) {
            port.deadLetter(envelope, attempts, failure);
        }
        settle(delivery, Outcome.deadLettered(attempts, failure));
    }

    private void end(Outcome outcome) {
        settle(requireNonNull(current, "current"), outcome);
        turnEnded();
    }

    private void settle(Delivery delivery, Outcome outcome) {
        if (delivery.stream() != null) {
            inbox.settle(delivery.stream(), delivery.seq(), outcome);
        }
    }

    private void turnEnded() {
        current = null;
        cancelled = false;
        runner.turnEnded();
    }

    private void send(Envelope envelope, long now) {
        if (outgoing.isFull() && now >= outgoing.patienceEnds()) {
            var failure = Failure.of(
                    Failure.Kind.OVERLOADED,
                    identity.self() + " has " + outgoing.size() + " unsettled outgoing messages (limit: "
                            + limits.outboxLimit() + ", troupe.agents.outbox-limit)");
            port.deadLetter(envelope, 0, failure);
            failAsk(envelope.id(), failure);
            return;
        }
        outgoing.add(envelope.id(), now);
        port.send(envelope);
    }

    private void delay(Mail.Delayed delayed) {
        reminders++;
        timers.set(delayed.at(), () -> {
            reminders--;
            if (delayed.envelope().recipient().equals(identity.self())) {
                enqueue(Delivery.local(delayed.envelope()));
            } else {
                send(delayed.envelope(), delayed.at());
            }
        });
    }

    private void onAskTimeout(Mail.Asked asked) {
        failAsk(asked.id(), Failure.of(Failure.Kind.TIMEOUT, "no answer in time"));
    }

    private void failAsk(String id, Failure failure) {
        var ask = asks.get(id);
        if (ask == null || ask.timer() == null) {
            return; // not a request, or its answer is here already
        }
        timers.cancel(asks.answered(id));
        enqueueFailure(id, failure);
    }

    private void enqueueFailure(String id, Failure failure) {
        enqueue(Delivery.local(new Envelope(
                desk.newId(),
                Envelope.Kind.FAILURE,
                identity.self(),
                identity.self(),
                null,
                Failures.encode(failure),
                null,
                null,
                id,
                Long.MAX_VALUE,
                Map.of())));
    }

    private void enqueue(Delivery delivery) {
        firstDeadline = Math.min(firstDeadline, delivery.deadline());
        queue.add(delivery);
    }
}
