package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Report;
import dev.troupe.engine.AgentMachine.Identity;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.counters.Count;
import dev.troupe.engine.external.ExternalMachine;
import dev.troupe.engine.external.Handover;
import dev.troupe.engine.external.Workers;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.TraceParent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Holds one {@link ExternalMachine}: gives it time, messages and what becomes of them at the workers. */
final class ExternalActor extends AbstractBehavior<Object> implements ExternalMachine.Port {
    /** A deadline is seen by so much too late at most. */
    private static final long TICK_MILLIS = 100;

    private record Ended(long number, Handover.End end) {}

    /** @param since when it was handed over; 0 if nobody wants to know */
    private record AtWorker(Runnable callOff, long since) {}

    private enum Private {
        ROOM,
        TIME,
        STOP_NOW,
        ENDED
    }

    private final RuntimeCore core;
    private final TimerScheduler<Object> timers;
    private final Workers workers;
    private final Consumer<ActorRef<AgentActor.Command>> passivate;
    private final ExternalMachine machine;
    /** Messages lost here that the node's ledger knows of. */
    private long imbalance;

    private final ActiveAgents.Seat seat;
    private final Map<Long, AtWorker> atWorkers = new HashMap<>();

    private final Runnable whenRoom;

    private boolean stopping;
    private boolean ended;
    private boolean timed;

    private ExternalActor(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            RuntimeCore core,
            AgentId self,
            Consumer<ActorRef<AgentActor.Command>> passivate) {
        super(context);
        this.core = core;
        this.timers = timers;
        this.workers = core.externals().workers();
        this.passivate = passivate;
        var me = context.getSelf();
        this.whenRoom = () -> me.tell(Private.ROOM);
        long activation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        this.machine = new ExternalMachine(
                new Identity(self, core.node(), activation), core.externals().limits(), this);
        var idleTimeout = core.settings().agents().idleTimeout();
        this.seat = core.activeAgents().add(self, context.getSelf().narrow(), idleTimeout.toMillis(), now());
    }

    static Behavior<AgentActor.Command> create(
            RuntimeCore core, AgentId self, Consumer<ActorRef<AgentActor.Command>> passivate) {
        return Behaviors.setup((ActorContext<Object> context) ->
                        Behaviors.withTimers(timers -> new ExternalActor(context, timers, core, self, passivate)))
                .narrow();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentActor.Deliver.class, this::onDeliver)
                .onMessage(Ended.class, this::onEnded)
                .onMessageEquals(Private.ROOM, () -> then(() -> machine.onRoom(now())))
                .onMessageEquals(Private.TIME, this::onTime)
                .onMessage(AgentActor.Tell.class, this::onTell)
                .onMessage(AgentActor.PassivateIfIdle.class, this::onPassivateIfIdle)
                .onMessage(AgentActor.Stop.class, this::onStop)
                .onMessageEquals(Private.STOP_NOW, this::end)
                .onMessageEquals(Private.ENDED, Behaviors::stopped)
                .onMessage(AgentActor.Start.class, start -> this)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Object> onDeliver(AgentActor.Deliver deliver) {
        return then(() -> machine.onBatch(deliver.batch(), now()));
    }

    private Behavior<Object> onEnded(Ended message) {
        var was = atWorkers.get(message.number());
        return then(() -> {
            machine.onEnd(message.number(), message.end(), now());
            atWorkers.remove(message.number(), was); // it may be at the next one by now
        });
    }

    /** What no message may be, no answer is either. Any thread calls this. */
    private Handover.End readable(Handover.End end) {
        if (!(end instanceof Handover.End.Done done)
                || done.answer() == null
                || done.answer().payload() == null) {
            return end;
        }
        try {
            core.types().requireSize(done.answer().payload());
            return end;
        } catch (IllegalArgumentException e) {
            return new Handover.End.Done(
                    Answer.of(Failure.of(Failure.Kind.HANDLER_ERROR, "the worker's answer: " + e.getMessage())));
        }
    }

    private Behavior<Object> onTime() {
        timed = false;
        return then(() -> machine.onTime(now()));
    }

    private Behavior<Object> onTell(AgentActor.Tell tell) {
        if (!machine.onTell(tell.envelope())) {
            core.dropTell();
        }
        return this;
    }

    private Behavior<Object> onPassivateIfIdle(AgentActor.PassivateIfIdle message) {
        seat.use(now());
        if (!stopping && machine.idle()) {
            core.counters().add(Count.PASSIVATIONS, 1);
            passivate.accept(getContext().getSelf().narrow());
        }
        return this;
    }

    private Behavior<Object> onStop(AgentActor.Stop stop) {
        core.activeAgents().end(seat);
        stopping = true;
        timers.startSingleTimer(Private.STOP_NOW, core.settings().agents().stopTimeout());
        return then(machine::stop);
    }

    /** Lets something happen, tells the lanes, and ends a stopping agent that has nothing with a worker any more. */
    private Behavior<Object> then(Runnable event) {
        event.run();
        machine.report();
        compareBooks();
        seat.use(now());
        if (ended) {
            machine.release(); // what came late is refused
        } else if (stopping && machine.quiet()) {
            return end();
        }
        if (!timed && machine.nextTime() != Long.MAX_VALUE) {
            timed = true;
            long wait = Math.max(TICK_MILLIS, machine.nextTime() - now());
            timers.startSingleTimer(Private.TIME, Duration.ofMillis(Math.min(wait, AgentActor.LONGEST_TIMER)));
        }
        return this;
    }

    private void compareBooks() {
        long found = machine.imbalance();
        if (found > imbalance) {
            core.lanes().ledger().onAgent(machine.self(), found - imbalance);
            imbalance = found;
        }
    }

    private Behavior<Object> end() {
        if (!ended) {
            ended = true;
            core.turnListener().left(machine.self(), machine.waiting());
            machine.release();
            getContext().getSelf().tell(Private.ENDED); // behind what is in the mailbox
        }
        return this;
    }

    private Behavior<Object> onPostStop(PostStop signal) {
        core.activeAgents().remove(seat);
        workers.waitsNoMore(whenRoom);
        atWorkers.values().forEach(each -> each.callOff().run());
        return this;
    }

    private long now() {
        return core.clock().millis();
    }

    @Override
    public void report(Report<Outcome> report) {
        core.transport().report(machine.self(), report);
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
    public boolean hand(long number, Envelope envelope, int attempt) {
        var me = getContext().getSelf();
        var handover = new Handover(
                traced() ? below(envelope) : envelope,
                attempt,
                end -> me.tell(new Ended(number, answered(envelope, readable(end)))));
        long since = core.turnListener().timed() ? System.nanoTime() : 0;
        var callOff = workers.offer(handover, whenRoom);
        if (callOff == null) {
            return false;
        }
        atWorkers.put(number, new AtWorker(callOff, since));
        return true;
    }

    /** What a worker sends with the header that it is given stands below this turn. */
    private static Envelope below(Envelope envelope) {
        return envelope.withHeaders(TraceParent.ofTurn(envelope).in(envelope.headers()));
    }

    @Override
    public void ended(long number, Delivery delivery, TurnEnd how, List<Envelope> sent) {
        var was = atWorkers.get(number);
        core.countTurns(was == null ? 0 : 1); // without one, no worker has seen it
        long nanos = was == null || was.since() == 0 ? 0 : System.nanoTime() - was.since();
        core.turnListener().ended(machine.self(), delivery, how, sent, nanos);
    }

    @Override
    public boolean traced() {
        return core.traced();
    }

    /** Who asks at this node has the answer at once: through here and the lane it would change threads twice. */
    private Handover.End answered(Envelope request, Handover.End end) {
        if (end instanceof Handover.End.Done done && done.answer() != null) {
            core.entrance().answer(request, done.answer());
        }
        return end;
    }

    @Override
    public void forget(long number) {
        var forgotten = atWorkers.remove(number);
        if (forgotten != null) {
            forgotten.callOff().run();
        }
    }

    @Override
    public void send(Envelope envelope) {
        core.post(envelope, (sent, outcome) -> {});
    }
}
