package dev.troupe.engine.actor;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.AgentMachine;
import dev.troupe.engine.AgentPort;
import dev.troupe.engine.AgentRounds;
import dev.troupe.engine.TurnRunner;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** Holds one {@link AgentMachine}: gives it time and messages, waits for what it awaits, ends it in order. */
public final class AgentActor<S> extends AbstractBehavior<AgentActor.Command> implements AgentPort {

    /** What an agent's actor receives. Only {@link Deliver} comes from other nodes. */
    public sealed interface Command {}

    /** A batch from a lane. */
    public record Deliver(AgentId recipient, Batch<Envelope> batch) implements Command {}

    /** A message at most once. */
    public record Tell(Envelope envelope) implements Command {}

    /** The agent must end here; its open turn may finish. */
    public enum Stop implements Command {
        INSTANCE
    }

    /** The agent may end if it has nothing to do. */
    public enum PassivateIfIdle implements Command {
        INSTANCE
    }

    private record Sent(Envelope envelope, Outcome outcome) implements Command {}

    private record Awaited(
            @Nullable Object effect, @Nullable Throwable thrown) implements Command {}

    private enum Private implements Command {
        WAKE,
        GO_ON,
        LOOK_IDLE,
        STOP_NOW,
        ENDED
    }

    /** The scheduler takes at most some 248 days; for what is later, the agent wakes up in between. */
    private static final long LONGEST_TIMER = Duration.ofDays(1).toMillis();

    private final RuntimeCore core;
    private final TimerScheduler<Command> timers;
    private final Consumer<ActorRef<Command>> passivate;
    private final AgentId self;
    private final AgentMachine<S> machine;
    private final AgentRounds<S> rounds;
    private final Duration idleTimeout;
    private final StreamId tells;
    private final ActiveAgents.Seat seat;
    private long wakeAt = Long.MAX_VALUE;
    private long tellCount;

    private AgentActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RuntimeCore core,
            TurnRunner<?, S> runner,
            Hosted hosted) {
        super(context);
        this.core = core;
        this.timers = timers;
        this.passivate = hosted.passivate();
        this.self = hosted.self();
        long activation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        this.tells = new StreamId("tell", activation);
        this.machine = new AgentMachine<>(
                new AgentMachine.Identity(self, core.node(), activation),
                core.settings().limitsOf(hosted.definition()),
                runner,
                this,
                ThreadLocalRandom.current());
        this.rounds = new AgentRounds<>(machine, core.clock());
        this.idleTimeout = hosted.definition()
                .settings()
                .idleTimeout()
                .orElse(core.settings().agents().idleTimeout());
        this.seat =
                core.activeAgents().add(self, context.getSelf(), core.clock().millis());
        timers.startTimerWithFixedDelay(Private.LOOK_IDLE, idleTimeout);
    }

    /** Which agent to be, and whom to ask for the end when there is nothing to do. */
    public record Hosted(AgentDefinition<?, ?> definition, AgentId self, Consumer<ActorRef<Command>> passivate) {}

    public static Behavior<Command> create(RuntimeCore core, Hosted hosted) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> create(context, timers, core, hosted, hosted.definition())));
    }

    private static <P, S> Behavior<Command> create(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RuntimeCore core,
            Hosted hosted,
            AgentDefinition<P, S> definition) {
        var turnContext = new ActorTurnContext<>(
                definition.type().ref(hosted.self().key()), core.clock(), core.blockingExecutor(), context);
        var runner = TurnRunner.activate(definition, core.types(), turnContext);
        return new AgentActor<>(context, timers, core, runner, hosted);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deliver.class, this::onDeliver)
                .onMessage(Sent.class, this::onSent)
                .onMessage(Awaited.class, this::onAwaited)
                .onMessageEquals(Private.GO_ON, this::onGoOn)
                .onMessageEquals(Private.WAKE, this::onWake)
                .onMessage(Tell.class, this::onTell)
                .onMessageEquals(Private.LOOK_IDLE, this::onLookIdle)
                .onMessageEquals(PassivateIfIdle.INSTANCE, this::onPassivateIfIdle)
                .onMessage(Stop.class, message -> onStop())
                .onMessageEquals(Private.STOP_NOW, this::onStopNow)
                .onMessageEquals(Private.ENDED, Behaviors::stopped)
                .onSignal(org.apache.pekko.actor.typed.PostStop.class, signal -> onPostStop())
                .build();
    }

    private Behavior<Command> onDeliver(Deliver deliver) {
        rounds.onBatch(deliver.batch());
        return drive();
    }

    private Behavior<Command> onTell(Tell tell) {
        if (!rounds.running()) {
            core.dropTell();
            return this;
        }
        long seq = ++tellCount;
        rounds.onBatch(new Batch<>(tells, seq, seq, 0, List.of(new Batch.Entry<>(seq, tell.envelope()))));
        return drive();
    }

    private Behavior<Command> onSent(Sent sent) {
        machine.onSent(sent.envelope(), sent.outcome());
        return drive();
    }

    private Behavior<Command> onAwaited(Awaited awaited) {
        rounds.onAwaited(awaited.effect(), awaited.thrown());
        return drive();
    }

    private Behavior<Command> onGoOn() {
        return follow(rounds.goOn());
    }

    private Behavior<Command> onWake() {
        wakeAt = Long.MAX_VALUE;
        machine.onTime(now());
        return drive();
    }

    private Behavior<Command> drive() {
        return follow(rounds.round());
    }

    private Behavior<Command> follow(AgentRounds.Next next) {
        seat.use(now());
        core.countTurns(rounds.turns());
        if (next == AgentRounds.Next.END) {
            getContext().getSelf().tell(Private.ENDED); // behind what is in the mailbox
            return this;
        }
        if (next == AgentRounds.Next.GO_ON) {
            getContext().getSelf().tell(Private.GO_ON);
        } else if (next == AgentRounds.Next.AWAIT) {
            getContext().pipeToSelf(machine.awaited(), Awaited::new);
        }
        wakeInTime();
        return this;
    }

    private void wakeInTime() {
        long next = machine.nextTime();
        if (next < wakeAt) {
            long now = now();
            wakeAt = Math.min(next, now + LONGEST_TIMER);
            timers.startSingleTimer(Private.WAKE, Duration.ofMillis(Math.max(0, wakeAt - now)));
        }
    }

    private Behavior<Command> onLookIdle() {
        return now() - seat.lastUsed() >= idleTimeout.toMillis() ? passivateIfIdle() : this;
    }

    private Behavior<Command> onPassivateIfIdle() {
        seat.use(now()); // if it stays, others are asked next
        return passivateIfIdle();
    }

    private Behavior<Command> passivateIfIdle() {
        if (rounds.running() && machine.idle()) {
            passivate.accept(getContext().getSelf());
        }
        return this;
    }

    private Behavior<Command> onStop() {
        core.activeAgents().remove(seat); // from here on messages come by way of whoever knows the next life
        timers.startSingleTimer(Private.STOP_NOW, core.settings().agents().stopTimeout());
        return follow(rounds.stop());
    }

    private Behavior<Command> onStopNow() {
        return follow(rounds.end());
    }

    private Behavior<Command> onPostStop() {
        core.activeAgents().remove(seat);
        return this;
    }

    private long now() {
        return core.clock().millis();
    }

    @Override
    public void report(Report<Outcome> report) {
        if (!report.stream().equals(tells)) {
            core.transport().report(self, report);
        }
    }

    @Override
    public void send(Envelope envelope) {
        var me = getContext().getSelf();
        core.post(envelope, (sent, outcome) -> me.tell(new Sent(sent, outcome)));
    }

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {
        core.deadLetterStore().add(envelope, attempts, failure);
    }

    @Override
    public void published(PublishedEvent event) {
        core.showLive(event);
    }

    @Override
    public Collection<AgentId> subscribers(TopicId topic) {
        return core.subscribers(topic);
    }
}
