package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Outbox;
import dev.troupe.delivery.OutboxLimits;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.DeadLetterStore;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Holds one {@link Outbox}. What is offered gathers until the lane has worked off its mailbox; then it leaves in
 * batches. A lane has a timer only while something is unsettled.
 */
public final class LaneActor extends AbstractBehavior<LaneActor.Command>
        implements Outbox.Port<AgentId, LaneActor.Tracked, Outcome> {

    /** What a lane receives. */
    public sealed interface Command {}

    /** Takes a message; its owner is told of its end. */
    public record Offer(Envelope envelope, Owner owner) implements Command {}

    /** A recipient tells. */
    public record Reported(AgentId from, Report<Outcome> report) implements Command {}

    /** A node has left the cluster for good. */
    public record NodeLeft(String node) implements Command {}

    private enum Private implements Command {
        FLUSH,
        TICK
    }

    /** An envelope and who wants to know. */
    record Tracked(Envelope envelope, Owner owner) {}

    /** What all lanes of a node have in common. */
    public record Setup(
            OutboxLimits limits, Duration tick, Clock clock, Transport transport, DeadLetterStore deadLetters) {}

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final Outbox<AgentId, Tracked, Outcome> outbox;
    private boolean flushing;
    private boolean ticking;

    private LaneActor(ActorContext<Command> context, TimerScheduler<Command> timers, StreamId stream, Setup setup) {
        super(context);
        this.timers = timers;
        this.setup = setup;
        this.outbox = new Outbox<>(
                stream, setup.limits(), tracked -> tracked.envelope().bytes(), this);
    }

    public static Behavior<Command> create(StreamId stream, Setup setup) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new LaneActor(context, timers, stream, setup)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Offer.class, this::onOffer)
                .onMessage(Reported.class, this::onReported)
                .onMessageEquals(Private.FLUSH, this::onFlush)
                .onMessageEquals(Private.TICK, this::onTick)
                .onMessage(NodeLeft.class, this::onNodeLeft)
                .build();
    }

    private Behavior<Command> onOffer(Offer offer) {
        var envelope = offer.envelope();
        outbox.offer(envelope.recipient(), new Tracked(envelope, offer.owner()), envelope.deadline());
        return flushSoon();
    }

    private Behavior<Command> onReported(Reported reported) {
        outbox.onReport(reported.from(), reported.report(), now());
        return flushSoon();
    }

    private Behavior<Command> onNodeLeft(NodeLeft left) {
        outbox.onNodeLeft(left.node());
        return flushSoon();
    }

    private Behavior<Command> onFlush() {
        flushing = false;
        outbox.flush(now());
        return keepTicking();
    }

    private Behavior<Command> onTick() {
        outbox.onTick(now());
        return keepTicking();
    }

    private Behavior<Command> flushSoon() {
        if (!flushing) {
            flushing = true;
            getContext().getSelf().tell(Private.FLUSH);
        }
        return this;
    }

    private Behavior<Command> keepTicking() {
        boolean wanted = !outbox.isEmpty();
        if (wanted && !ticking) {
            timers.startTimerWithFixedDelay(Private.TICK, setup.tick());
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
    public void send(AgentId recipient, @Nullable String home, Batch<Tracked> batch) {
        List<Batch.Entry<Envelope>> entries = new ArrayList<>(batch.entries().size());
        for (var entry : batch.entries()) {
            entries.add(new Batch.Entry<>(entry.seq(), entry.message().envelope()));
        }
        setup.transport()
                .deliver(
                        recipient,
                        home,
                        new Batch<>(batch.stream(), batch.number(), batch.floor(), batch.previous(), entries));
    }

    @Override
    public void settled(AgentId recipient, Tracked message, Outcome outcome) {
        if (outcome.failure() != null) {
            setup.deadLetters().add(message.envelope(), outcome.attempts(), outcome.failure());
        }
        message.owner().settled(message.envelope(), outcome);
    }

    @Override
    public void expired(AgentId recipient, Tracked message, boolean sent) {
        String why = sent
                ? "no receipt from " + recipient + " before the deadline; it may have been handled"
                : "could not be handed to " + recipient + " before the deadline";
        settled(recipient, message, Outcome.deadLettered(0, Failure.of(Failure.Kind.EXPIRED, why)));
    }
}
