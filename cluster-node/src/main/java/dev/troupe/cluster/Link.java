package dev.troupe.cluster;

import dev.troupe.delivery.Batch;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Envelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.delivery.ProducerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Carries batches and reports to one incarnation of one node, through a producer controller whose demand is the flow
 * control: what gathers while there is none leaves as one link batch. Ends with that incarnation; what it still had is
 * sent again by the lanes, to wherever the agents live next.
 */
final class Link extends AbstractBehavior<Link.Command> {

    /** What a link receives. */
    sealed interface Command {}

    /** Carries a batch to an agent. */
    record CarryBatch(AgentActor.Deliver deliver) implements Command {}

    /** Carries a report to a lane. */
    record CarryReport(LaneActor.Reported reported) implements Command {}

    /** The other node has left. */
    enum Stop implements Command {
        INSTANCE
    }

    private record Demand(ProducerController.RequestNext<Wire.LinkBatch> next) implements Command {}

    private enum Private implements Command {
        CONNECT,
        FLUSH
    }

    /**
     * What a link is made of.
     *
     * @param from how the directory names this node
     * @param connect reaches the receivers of the other node
     * @param bufferBytes what may wait for demand; the rest is dropped, counted, and sent again by its lane
     * @param waitingBytes shows others what waits
     */
    record Setup(
            String from,
            Consumer<Wire.Connect> connect,
            long bufferBytes,
            Runnable onDropped,
            AtomicLong waitingBytes) {}

    private record Waiting(Command item, long bytes) {}

    private static final int MAX_MESSAGES = 1_024;
    /** Far below the frame size, which has room for one payload of the largest size. */
    private static final long MAX_BYTES = 200_000;

    private static final int REPORT_BYTES = 128;
    private static final Duration CONNECT_AGAIN = Duration.ofSeconds(1);

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final String producer;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean flushing;
    private @Nullable ActorRef<Wire.LinkBatch> demand;

    private Link(ActorContext<Command> context, TimerScheduler<Command> timers, Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        setWaiting(0); // an earlier run of this link has failed with what it had
        var controller = context.spawn(
                ProducerController.create(Wire.LinkBatch.class, setup.from(), Optional.empty()),
                "producer",
                DispatcherSelector.sameAsParent());
        context.watch(controller); // its end is a failure of the link, which starts again with a new one
        controller.tell(new ProducerController.Start<>(context.messageAdapter(requestNext(), Demand::new)));
        this.producer = ActorRefResolver.get(context.getSystem()).toSerializationFormat(controller);
        timers.startTimerWithFixedDelay(Private.CONNECT, Duration.ZERO, CONNECT_AGAIN);
    }

    static Behavior<Command> create(Setup setup) {
        Behavior<Command> link =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> new Link(context, timers, setup)));
        return Behaviors.supervise(link).onFailure(SupervisorStrategy.restart());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java cannot name the class of a generic type
    private static Class<ProducerController.RequestNext<Wire.LinkBatch>> requestNext() {
        return (Class) ProducerController.RequestNext.class;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(CarryBatch.class, this::onCarry)
                .onMessage(CarryReport.class, this::onCarry)
                .onMessage(Demand.class, this::onDemand)
                .onMessageEquals(Stop.INSTANCE, Behaviors::stopped)
                .onMessageEquals(Private.FLUSH, this::onFlush)
                .onMessageEquals(Private.CONNECT, this::onConnect)
                .build();
    }

    private Behavior<Command> onCarry(Command item) {
        if (waitingBytes >= setup.bufferBytes()) {
            setup.onDropped().run();
            return this;
        }
        long bytes = bytes(item);
        waiting.addLast(new Waiting(item, bytes));
        setWaiting(waitingBytes + bytes);
        return flushSoon();
    }

    private Behavior<Command> onDemand(Demand newDemand) {
        timers.cancel(Private.CONNECT);
        demand = newDemand.next().sendNextTo();
        return flushSoon();
    }

    private Behavior<Command> onConnect() {
        setup.connect().accept(new Wire.Connect(setup.from(), producer));
        return this;
    }

    /** Lets the mailbox be worked off first, so that what is in it leaves in the same link batch. */
    private Behavior<Command> flushSoon() {
        if (!flushing && demand != null && !waiting.isEmpty()) {
            flushing = true;
            getContext().getSelf().tell(Private.FLUSH);
        }
        return this;
    }

    private Behavior<Command> onFlush() {
        flushing = false;
        if (demand != null && !waiting.isEmpty()) {
            demand.tell(nextLinkBatch());
            demand = null;
        }
        return this;
    }

    private Wire.LinkBatch nextLinkBatch() {
        List<AgentActor.Deliver> batches = new ArrayList<>();
        List<LaneActor.Reported> reports = new ArrayList<>();
        int messages = 0;
        long bytes = 0;
        while (!waiting.isEmpty() && messages < MAX_MESSAGES && bytes < MAX_BYTES) {
            var next = waiting.removeFirst();
            var item = next.item();
            bytes += next.bytes();
            if (item instanceof CarryBatch batch) {
                batches.add(batch.deliver());
                messages += batch.deliver().batch().entries().size();
            } else if (item instanceof CarryReport report) {
                reports.add(report.reported());
                messages++;
            }
        }
        setWaiting(waitingBytes - bytes);
        return new Wire.LinkBatch(batches, reports);
    }

    private void setWaiting(long bytes) {
        waitingBytes = bytes;
        setup.waitingBytes().setRelease(bytes);
    }

    private static long bytes(Command item) {
        if (item instanceof CarryBatch batch) {
            return bytes(batch.deliver().batch());
        }
        var settled = ((CarryReport) item).reported().report().settled();
        long bytes = REPORT_BYTES;
        for (var each : settled) {
            var answer = each.outcome().answer();
            bytes += 8
                    + (answer == null || answer.payload() == null
                            ? 0
                            : answer.payload().size());
        }
        return bytes;
    }

    private static long bytes(Batch<Envelope> batch) {
        long bytes = 0;
        for (var entry : batch.entries()) {
            bytes += entry.message().bytes();
        }
        return bytes;
    }
}
