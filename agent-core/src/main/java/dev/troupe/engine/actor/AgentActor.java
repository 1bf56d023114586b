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
import dev.troupe.engine.Delivery;
import dev.troupe.engine.StepRun;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnRunner;
import dev.troupe.engine.counters.Count;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.StoredAgent;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Holds one {@link AgentMachine}: gives it time and messages, waits for what it awaits, ends it in order. */
public final class AgentActor<S> extends ExtensibleBehavior<AgentActor.Command> implements AgentPort {

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

    /** Only makes sure that the agent is loaded. */
    public enum Start implements Command {
        INSTANCE
    }

    /** The agent may end if it has nothing to do. */
    public enum PassivateIfIdle implements Command {
        INSTANCE
    }

    private record Sent(Envelope envelope, Outcome outcome) implements Command {}

    record RunStep(StepRun run) implements Command {}

    private record StepDone(
            StepRun run, @Nullable String result, @Nullable Throwable thrown) implements Command {}

    private record Awaited(
            @Nullable Object effect, @Nullable Throwable thrown) implements Command {}

    private enum Private implements Command {
        WAKE,
        GO_ON,
        STORED,
        STOP_NOW,
        ENDED
    }

    /** The scheduler takes at most some 248 days; for what is later, the agent wakes up in between. */
    static final long LONGEST_TIMER = Duration.ofDays(1).toMillis();

    private final ActorContext<Command> context;
    private final RuntimeCore core;
    private final Consumer<ActorRef<Command>> passivate;
    private final AgentMachine<S> machine;
    private final AgentRounds<S> rounds;
    /** Null before the first message of {@code tell}. */
    private @Nullable StreamId tells;

    private final ActiveAgents.Seat seat;
    private @Nullable Cancellable wake;
    private long wakeAt = Long.MAX_VALUE;
    private long tellCount;
    /** Messages lost here that the node's ledger knows of. */
    private long imbalance;
    /** 0 while no handler is under way. */
    private long turnBegan;

    /** Not counted at the node yet. */
    private int turnsEnded;

    private AgentActor(ActorContext<Command> context, RuntimeCore core, TurnRunner<?, S> runner, Hosted hosted) {
        this.context = context;
        this.core = core;
        this.passivate = hosted.passivate();
        long activation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        this.machine = new AgentMachine<>(
                new AgentMachine.Identity(hosted.self(), core.node(), activation),
                core.limitsOf(hosted.definition()),
                runner,
                this,
                ThreadLocalRandom.current());
        this.rounds = new AgentRounds<>(machine, core.clock());
        var idleTimeout = hosted.definition()
                .settings()
                .idleTimeout()
                .orElse(core.settings().agents().idleTimeout());
        this.seat = core.activeAgents().add(hosted.self(), context.getSelf(), idleTimeout.toMillis(), now());
    }

    /** Which agent to be, and whom to ask for the end when there is nothing to do. */
    record Hosted(AgentDefinition<?, ?> definition, AgentId self, Consumer<ActorRef<Command>> passivate) {}

    static Behavior<Command> create(RuntimeCore core, Hosted hosted) {
        return Behaviors.setup(context -> create(context, core, hosted, hosted.definition()));
    }

    private static <P, S> Behavior<Command> create(
            ActorContext<Command> context, RuntimeCore core, Hosted hosted, AgentDefinition<P, S> definition) {
        var turnContext =
                new ActorTurnContext<>(definition.type().ref(hosted.self().key()), core, context, definition);
        var runner = TurnRunner.activate(definition, core.types(), turnContext);
        var agent = new AgentActor<>(context, core, runner, hosted);
        return definition.settings().durable()
                ? new DurableAgent(agent, hosted.self(), core.settings().durable())
                : agent;
    }

    /** Written out instead of built from handlers, which every agent would have to hold. */
    @Override
    public Behavior<Command> receive(TypedActorContext<Command> same, Command message) {
        return receive(message);
    }

    Behavior<Command> receive(Command message) {
        if (message instanceof Deliver deliver) {
            rounds.onBatch(deliver.batch());
            follow(rounds.round());
        } else if (message instanceof Sent sent) {
            machine.onSent(sent.envelope(), sent.outcome(), now());
            follow(rounds.round());
        } else if (message instanceof Tell tell) {
            onTell(tell);
        } else if (message instanceof Awaited awaited) {
            rounds.onAwaited(awaited.effect(), awaited.thrown());
            follow(rounds.round());
        } else if (message instanceof RunStep step) {
            follow(rounds.onStep(step.run()));
        } else if (message instanceof StepDone done) {
            machine.steps().onStepDone(done.run(), done.result(), done.thrown(), now());
        } else if (message == Stop.INSTANCE) {
            onStop();
        } else if (message == PassivateIfIdle.INSTANCE) {
            onPassivateIfIdle();
        } else if (message == Start.INSTANCE) {
            seat.use(now());
        } else {
            return receive((Private) message);
        }
        return Behaviors.same();
    }

    private Behavior<Command> receive(Private message) {
        switch (message) {
            case GO_ON -> follow(rounds.goOn());
            case STORED -> follow(rounds.round());
            case WAKE -> onWake();
            case STOP_NOW -> follow(rounds.end());
            case ENDED -> {
                return Behaviors.stopped();
            }
        }
        return Behaviors.same();
    }

    @Override
    public Behavior<Command> receiveSignal(TypedActorContext<Command> same, Signal signal) {
        if (signal != PostStop.instance()) {
            return Behaviors.unhandled();
        }
        onPostStop();
        return Behaviors.same();
    }

    void onPostStop() {
        core.activeAgents().remove(seat);
        cancelWake();
    }

    /** What is stored of a durable agent. */
    StoredAgent stored() {
        return machine.durability().stored();
    }

    /** All that is stored has been read. */
    void onRecovered() {
        machine.recover(now());
        context.getSelf().tell(Start.INSTANCE); // nothing can be stored from here
        wakeInTime();
    }

    /** Returns what the last message has given to store. */
    List<JournalEntry> takeEntries() {
        return machine.durability().takeEntries();
    }

    /** This life has ended in order. What came between the wish to unload and its end may need another one. */
    void onEnded() {
        if (stored().hasDuties()) {
            core.transport().start(machine.self());
        }
    }

    /** Returns the time to measure from, in nanoseconds; 0 if nobody wants to know how long something takes. */
    long startTime() {
        return core.turnListener().timed() ? System.nanoTime() : 0;
    }

    /** Returns how long it is since {@link #startTime}, in nanoseconds; at least 1, or 0 if that was 0. */
    private static long since(long start) {
        return start == 0 ? 0 : Math.max(1, System.nanoTime() - start);
    }

    /**
     * What {@link #takeEntries} returned is stored.
     *
     * @param began {@link #startTime} when it was given to the journal
     */
    void onStored(int entries, long began) {
        core.turnListener().stored(machine.self(), entries, since(began));
        machine.durability().onStored(entries, now());
        machine.report();
        context.getSelf().tell(Private.STORED); // a turn that follows from it has entries of its own
    }

    private void onTell(Tell tell) {
        if (!rounds.running()) {
            core.dropTell();
            return;
        }
        if (tells == null) {
            tells = new StreamId("tell", ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
        }
        long seq = ++tellCount;
        rounds.onBatch(new Batch<>(tells, seq, seq, 0, List.of(new Batch.Entry<>(seq, tell.envelope()))));
        follow(rounds.round());
    }

    private void onWake() {
        wakeAt = Long.MAX_VALUE;
        machine.onTime(now());
        follow(rounds.round());
    }

    private void follow(AgentRounds.Next next) {
        seat.use(now());
        core.countTurns(turnsEnded);
        turnsEnded = 0;
        compareBooks();
        switch (next) {
            case END -> {
                core.turnListener().left(machine.self(), machine.waiting());
                context.getSelf().tell(Private.ENDED); // behind what is in the mailbox
                return;
            }
            case GO_ON -> context.getSelf().tell(Private.GO_ON);
            case AWAIT -> context.pipeToSelf(machine.awaited(), Awaited::new);
            case REST -> {}
        }
        wakeInTime();
    }

    private void compareBooks() {
        long found = machine.imbalance();
        if (found > imbalance) {
            core.lanes().ledger().onAgent(machine.self(), found - imbalance);
            imbalance = found;
        }
    }

    private void wakeInTime() {
        long next = rounds.nextTime();
        if (next < wakeAt) {
            cancelWake();
            long now = now();
            wakeAt = Math.min(next, now + LONGEST_TIMER);
            var delay = Duration.ofMillis(Math.max(0, wakeAt - now));
            wake = context.scheduleOnce(delay, context.getSelf(), Private.WAKE);
        }
    }

    private void cancelWake() {
        if (wake != null) {
            wake.cancel();
        }
    }

    private void onPassivateIfIdle() {
        seat.use(now()); // if it stays, others are asked next
        if (rounds.running() && machine.idle()) {
            core.counters().add(Count.PASSIVATIONS, 1);
            passivate.accept(context.getSelf());
        }
    }

    private void onStop() {
        core.activeAgents().end(seat); // from here on messages come by way of whoever knows the next life
        context.scheduleOnce(core.settings().agents().stopTimeout(), context.getSelf(), Private.STOP_NOW);
        follow(rounds.stop());
    }

    private long now() {
        return core.clock().millis();
    }

    @Override
    public void report(Report<Outcome> report) {
        if (!report.stream().equals(tells)) {
            core.transport().report(machine.self(), report);
        }
    }

    @Override
    public void send(Envelope envelope) {
        var me = context.getSelf();
        core.post(envelope, core.fates().onSent(envelope, (sent, outcome) -> me.tell(new Sent(sent, outcome))));
    }

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {
        core.fates().onGivenUp(envelope, attempts, failure);
        core.deadLetterStore().add(envelope, attempts, failure);
    }

    @Override
    public void duplicates(int entries) {
        core.counters().add(Count.DUPLICATES, entries);
    }

    @Override
    public void refused(int entries) {
        core.counters().add(Count.REFUSED, entries);
    }

    @Override
    public boolean traced() {
        return core.traced();
    }

    @Override
    public void turnBegan(Delivery delivery) {
        turnBegan = startTime();
        core.turnListener().began(machine.self(), delivery);
    }

    @Override
    public void turnEnded(Delivery delivery, TurnEnd how, List<Envelope> sent) {
        long nanos = since(turnBegan);
        turnBegan = 0;
        turnsEnded++;
        core.turnListener().ended(machine.self(), delivery, how, sent, nanos);
    }

    @Override
    public void ended(Delivery delivery, TurnEnd how) {
        core.turnListener().ended(machine.self(), delivery, how, List.of(), 0);
    }

    @Override
    public void run(StepRun step) {
        var me = context.getSelf();
        step.start(core.blockingExecutor(), (json, thrown) -> me.tell(new StepDone(step, json, thrown)));
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
