package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.DeadLetterStore;
import dev.troupe.engine.Lane;
import dev.troupe.engine.Settings;
import dev.troupe.engine.counters.Count;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.ledger.LedgerRow;
import dev.troupe.engine.ledger.NodeLedger;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Holds one {@link Lane}. What is offered gathers until the lane has worked off its mailbox; then it leaves in
 * batches. A lane has a timer only while something is unsettled.
 */
public final class LaneActor extends AbstractBehavior<LaneActor.Command> implements Lane.Port {

    /** What a lane receives. */
    public sealed interface Command {}

    /** A recipient tells. */
    public record Reported(AgentId from, Report<Outcome> report) implements Command {}

    /** A node has left the cluster for good. */
    public record NodeLeft(String node) implements Command {}

    /** Somebody wants to know what the lane holds. */
    record TakeCensus(CompletableFuture<LaneCensus> answer) implements Command {}

    /** It is time to compare the books. */
    enum CheckBooks implements Command {
        INSTANCE
    }

    /** Somebody wants to know what the books say. */
    record TakeBooks(CompletableFuture<List<LedgerRow>> answer) implements Command {}

    /** There are offers to take. */
    enum Wake implements Command {
        INSTANCE
    }

    private enum Private implements Command {
        FLUSH,
        TICK
    }

    /** What all lanes of a node have in common. */
    record Setup(
            Settings.Delivery delivery,
            Clock clock,
            Transport transport,
            DeadLetterStore deadLetters,
            EngineCounters counters,
            NodeLedger ledger) {}

    /** Offers taken at once, before reports get their turn. */
    private static final int OFFERS_AT_ONCE = 1_000;

    private final Setup setup;
    private final Offers offers;
    private final TimerScheduler<Command> timers;
    private final int number;
    private final Lane lane;
    private boolean flushing;
    private boolean ticking;

    private LaneActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StreamId stream,
            Offers offers,
            Setup setup) {
        super(context);
        this.timers = timers;
        this.offers = offers;
        this.setup = setup;
        this.number = Lane.laneOf(stream);
        this.lane =
                new Lane(stream, setup.delivery().outbox(), this, setup.ledger().newLane());
    }

    static Behavior<Command> create(StreamId stream, Offers offers, Setup setup) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LaneActor(context, timers, stream, offers, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reported.class, this::onReported)
                .onMessageEquals(Wake.INSTANCE, this::onWake)
                .onMessageEquals(Private.FLUSH, this::onFlush)
                .onMessageEquals(Private.TICK, this::onTick)
                .onMessage(NodeLeft.class, this::onNodeLeft)
                .onMessage(TakeCensus.class, this::onTakeCensus)
                .onMessageEquals(CheckBooks.INSTANCE, this::onCheckBooks)
                .onMessage(TakeBooks.class, this::onTakeBooks)
                .onSignal(PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onWake() {
        lane.onTime(now());
        if (offers.take(OFFERS_AT_ONCE, lane::offer)) {
            getContext().getSelf().tell(Wake.INSTANCE);
        }
        return flushSoon();
    }

    private Behavior<Command> onReported(Reported reported) {
        lane.onReport(reported.from(), reported.report(), now());
        return flushSoon();
    }

    private Behavior<Command> onNodeLeft(NodeLeft left) {
        lane.onNodeLeft(left.node());
        return flushSoon();
    }

    private Behavior<Command> onTakeCensus(TakeCensus take) {
        offers.take(Integer.MAX_VALUE, lane::offer);
        take.answer().complete(lane.census(now()));
        return flushSoon();
    }

    private Behavior<Command> onCheckBooks() {
        setup.ledger().onLane(number, lane.checkBooks(offers.takenAtLeast()));
        return this;
    }

    private Behavior<Command> onTakeBooks(TakeBooks take) {
        onCheckBooks();
        take.answer().complete(lane.ledger().rows());
        return this;
    }

    private Behavior<Command> onFlush() {
        flushing = false;
        lane.flush(now());
        return keepTicking();
    }

    private Behavior<Command> onTick() {
        lane.onTick(now());
        return keepTicking();
    }

    private Behavior<Command> onPostStop() {
        lane.close(offers.close());
        return this;
    }

    private Behavior<Command> flushSoon() {
        if (!flushing) {
            flushing = true;
            getContext().getSelf().tell(Private.FLUSH);
        }
        return this;
    }

    private Behavior<Command> keepTicking() {
        boolean wanted = !lane.isEmpty();
        if (wanted && !ticking) {
            timers.startTimerWithFixedDelay(Private.TICK, setup.delivery().tick());
        } else if (!wanted && ticking) {
            timers.cancel(Private.TICK);
        }
        ticking = wanted;
        return this;
    }

    private long now() {
        return setup.clock().millis();
    }

    @Override
    public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
        setup.counters().add(Count.BATCHES, 1);
        if (batch.redeliveredUpTo() > 0) {
            setup.counters().add(Count.RESENT, batch.redelivered());
        }
        setup.transport().deliver(recipient, home, inDoubt, batch);
    }

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {
        setup.deadLetters().add(envelope, attempts, failure);
    }

    @Override
    public void heardAgain(AgentId recipient, long millis) {
        setup.counters().add(Count.STALLS, 1);
        setup.counters().add(Count.STALL_MILLIS, millis);
    }
}
