package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Turn;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Times;
import dev.troupe.journal.Reminder;
import dev.troupe.journal.StoredAgent;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;
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
    private final BookedInbox inbox;
    private final WaitingMessages queue = new WaitingMessages();
    private final Agenda agenda;
    private final GivenUp givenUp;
    private final Outgoing outgoing;
    private final Repeats repeats;
    private final OpenTurn<S> open = new OpenTurn<>();
    /** Null for an agent whose state lives as long as this. */
    private final @Nullable Durability durability;

    private S state;
    private long turns;

    public AgentMachine(
            Identity identity, AgentLimits limits, TurnRunner<?, S> runner, AgentPort port, RandomGenerator random) {
        this.identity = identity;
        this.limits = limits;
        this.runner = runner;
        this.port = port;
        this.random = random;
        this.state = runner.emptyState();
        this.desk = new AgentDesk(identity, limits.expiry(), runner.isDurable(), runner.types(), port);
        this.inbox = new BookedInbox(identity, limits, port);
        this.durability = runner.isDurable()
                ? new Durability(new StoredAgent(limits.streamsLimit(), limits.sendersLimit()), inbox::floor)
                : null;
        this.repeats = new Repeats(limits.sendersLimit(), durability);
        this.agenda = new Agenda(limits.remindersLimit(), desk, queue::add, this::leave);
        this.givenUp = new GivenUp(desk, port, inbox, queue, agenda);
        this.outgoing = new Outgoing(limits, desk, port, agenda, durability);
    }

    public AgentId self() {
        return identity.self();
    }

    /** Returns the journal of a durable agent as its machine sees it. */
    public Durability durability() {
        return requireNonNull(durability, "durability");
    }

    /** Returns what does the steps of a durable agent's turns. */
    public DurableSteps steps() {
        return new DurableSteps(durability(), port, open::isOf);
    }

    /** Takes up the life of a durable agent where what is stored leaves it: call it before anything else. */
    public void recover(long now) {
        var snapshot = durability().stored().snapshot();
        if (snapshot.state() != null) {
            state = runner.readState(snapshot.state());
        }
        turns = snapshot.turns();
        desk.continueAfter(snapshot.lastOrdinal());
        snapshot.streams().forEach(stream -> inbox.restore(stream.id(), stream.floor(), stream.settled()));
        agenda.resume(snapshot, runner.types());
        snapshot.outgoing().forEach(envelope -> outgoing.sendAgain(envelope, now));
        durability().started(identity, now);
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
                agenda.answered(envelope.correlationId());
            }
            queue.add(Delivery.first(batch, entry));
        }
    }

    /** A message that this agent sent is settled. A request that became a dead letter fails at once. */
    public void onSent(Envelope envelope, Outcome outcome, long now) {
        outgoing.settled(envelope, outcome, now);
    }

    /** The awaited stage has completed, with an effect or with what it threw. */
    public void onAwaited(@Nullable Effect<S> effect, @Nullable Throwable thrown, long now) {
        open.goOn();
        if (open.isCancelled()) {
            var delivery = open.delivery();
            givenUp.end(delivery, delivery.attempt(), Failures.CANCELLED);
            turnEnded(TurnEnd.CANCELLED, List.of());
        } else if (thrown != null) {
            endBadly(thrown, now);
        } else {
            attempt(() -> effect, now);
        }
    }

    /** Lets what is due happen: reminders, time-outs of requests, further attempts, the end of what waited too long. */
    public void onTime(long now) {
        agenda.run(now);
        queue.takeExpired(now).forEach(late -> givenUp.endWaiting(late, TurnEnd.EXPIRED, Failures.WAITED_TOO_LONG));
    }

    /** Returns when {@link #onTime} and {@link #step} have to be called; {@link Long#MAX_VALUE} for never. */
    public long nextTime() {
        boolean waiting = !open.isAwaiting() && queue.hasReady() && !outgoing.willBeFull();
        boolean patient = waiting && outgoing.isFull();
        long due = Math.min(agenda.next(), queue.nextDeadline());
        return patient ? Math.min(due, outgoing.patienceEnds()) : due;
    }

    /** Runs the next turn, if there is one and nothing is in its way. */
    public Step step(long now) {
        if (open.isAwaiting()) {
            return Step.AWAITING;
        }
        if ((outgoing.isFull() && now < outgoing.patienceEnds()) || outgoing.willBeFull()) {
            return Step.IDLE;
        }
        var next = queue.poll();
        if (next == null) {
            return Step.IDLE;
        }
        open.begin(next);
        begin(next, now);
        return open.isAwaiting() ? Step.AWAITING : Step.RAN;
    }

    /** Returns what the open turn waits for, after {@link Step#AWAITING}. */
    public CompletionStage<? extends Effect<S>> awaited() {
        return open.awaited();
    }

    /** Tells the senders what happened since the last call. */
    public void report() {
        inbox.reports().forEach(port::report);
    }

    /** Takes nothing of a batch, since this life is about to end. */
    public void refuse(Batch<Envelope> batch) {
        inbox.refuse(batch);
    }

    /** Tells whether turns wait to be stored; they end before this life does. */
    public boolean storing() {
        return durability != null && durability.storing();
    }

    /** This life is about to end in order: has stored what the next one should know. */
    public void wrapUp(long now) {
        if (durability != null) {
            durability.recordSettled(now);
        }
    }

    /** Gives up the turn that is open, if there is one: nothing of it holds but its stored steps. */
    void giveWay(TurnEnd how) {
        if (open.isOpen()) {
            runner.cancelTurn(open.awaited());
            open.goOn();
            turnEnded(how, List.of());
        }
    }

    /** Ends this life: the senders send again what is not settled. Call it between turns. */
    public void release() {
        inbox.release().forEach(port::report);
    }

    /** Tells whether nothing would be missed if this activation ended now. */
    public boolean idle() {
        return !open.isOpen()
                && queue.isEmpty()
                && outgoing.size() == 0
                && agenda.isEmpty()
                && (durability == null || durability.isIdle());
    }

    /** Tells whether a turn is open. */
    public boolean inTurn() {
        return open.isOpen();
    }

    public S state() {
        return state;
    }

    /** Returns the number of messages accepted and not settled. */
    public int waiting() {
        return inbox.waiting();
    }

    /** Returns the number of messages that this life has accepted and lost. */
    public long imbalance() {
        return inbox.imbalance(open.isOpen() || !queue.isEmpty() || storing());
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
        if (open.cancel(cancel)) {
            runner.cancelTurn(open.awaited());
            return;
        }
        var waiting = queue.remove(delivery -> delivery.isCancelledBy(cancel));
        if (waiting != null) {
            givenUp.endWaiting(waiting, TurnEnd.CANCELLED, Failures.CANCELLED);
        }
    }

    private void begin(Delivery delivery, long now) {
        var envelope = delivery.envelope();
        if (delivery.deadline() <= now) {
            givenUp.end(delivery, delivery.attempt() - 1, Failures.WAITED_TOO_LONG);
            turnEnded(TurnEnd.EXPIRED, List.of());
            return;
        }
        var known = delivery.stream() == null ? null : repeats.outcome(envelope);
        var ask = agenda.asked(envelope.correlationId());
        if (known != null) {
            end(known, now); // whoever sends it again does not know
        } else if (envelope.kind() != Envelope.Kind.MESSAGE && ask == null) {
            end(Outcome.processed(delivery.attempt(), null), now); // a second answer, or one after the time-out
        } else {
            port.turnBegan(delivery);
            attempt(() -> runner.run(state, delivery, envelope.kind() == Envelope.Kind.MESSAGE ? null : ask, now), now);
        }
    }

    /** Takes the turn as far as it goes. Whatever a handler or its messages throw is a failed attempt. */
    private void attempt(Supplier<@Nullable Effect<S>> handler, long now) {
        try {
            Turn<S, ?> turn = Turn.of(requireNonNull(handler.get(), "effect: null (expected: effects()…)"));
            if (turn.awaited().isPresent()) {
                open.await(turn.awaited().get());
            } else {
                apply(turn, now);
            }
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            endBadly(e, now);
        }
    }

    /** The one place where a turn takes effect. Whatever can fail comes before the first change. */
    private void apply(Turn<S, ?> turn, long now) {
        var delivery = open.delivery();
        var mail = MailWriter.write(desk, delivery.envelope(), turn, now, agenda::openAsks);
        agenda.requireRoom(mail.later().size());
        var newState = turn.newState();
        var stored = durability == null || newState.isEmpty() ? null : runner.writeState(newState.get());
        state = newState.orElse(state);
        turns++;
        repeats.note(delivery.envelope(), delivery.attempt(), null);
        if (delivery.envelope().kind() != Envelope.Kind.MESSAGE) {
            agenda.done(delivery.envelope().correlationId());
        }
        mail.asked().forEach(agenda::ask);
        mail.later().forEach(agenda::remind);
        turnEnded(TurnEnd.APPLIED, mail.now());
        if (durability == null) {
            letOut(delivery, mail, now);
        } else {
            durability.applied(delivery, stored, mail, now, then -> letOut(delivery, mail, then));
        }
    }

    /** What others see of a turn that is applied. */
    private void letOut(Delivery delivery, Mail mail, long now) {
        delivery.settle(inbox, Outcome.processed(delivery.attempt(), mail.answerOutside()));
        mail.now().forEach(envelope -> outgoing.send(envelope, now));
        mail.published().forEach(port::published);
    }

    private void endBadly(Throwable thrown, long now) {
        var delivery = open.delivery();
        var hopeless = Failures.hopeless(thrown);
        if (hopeless != null || delivery.attempt() >= limits.retryPolicy().maxAttempts()) {
            giveUpForGood(delivery, hopeless != null ? hopeless : Failures.ofThrown(thrown), now);
            turnEnded(TurnEnd.GIVEN_UP, List.of());
        } else {
            retryLater(delivery, now);
        }
    }

    private void retryLater(Delivery delivery, long now) {
        turnEnded(TurnEnd.FAILED, List.of());
        long delay = Times.millis(limits.retryPolicy().delayAfter(delivery.attempt()));
        Object key = delivery.orderKey();
        queue.hold(delivery.again());
        agenda.at(Times.after(now, delay - (long) (random.nextDouble() * delay / 2)), () -> queue.release(key));
    }

    /** A handler was tried, or nobody will send the message again: a durable agent must not try it in a next life. */
    private void giveUpForGood(Delivery delivery, Failure failure, long now) {
        if (durability == null || (delivery.stream() != null && !Failures.ofHandler(failure))) {
            givenUp.end(delivery, delivery.attempt(), failure);
            return;
        }
        repeats.note(delivery.envelope(), delivery.attempt(), failure);
        durability.givenUp(delivery, failure, now, then -> givenUp.end(delivery, delivery.attempt(), failure));
    }

    /** Ends a message that no handler sees. It may be told of a turn that is not stored yet. */
    private void end(Outcome outcome, long now) {
        var delivery = open.delivery();
        turnEnded(TurnEnd.REPEATED, List.of());
        if (durability == null) {
            delivery.settle(inbox, outcome);
        } else {
            durability.afterStored(now, then -> delivery.settle(inbox, outcome));
        }
    }

    private void turnEnded(TurnEnd how, List<Envelope> sent) {
        port.turnEnded(open.delivery(), how, sent);
        open.end();
        runner.turnEnded();
    }

    private void leave(Reminder delayed) {
        outgoing.leave(delayed);
    }
}
