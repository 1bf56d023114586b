package dev.troupe.bench;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The baseline: counts what it gets. Each command is one event, with what came and the new state, and is acknowledged
 * when that is stored.
 */
final class BareLedger extends EventSourcedBehavior<BareNode.Command, BareLedger.Turn, BareLedger.State> {
    static final String CONFIG = """
            pekko.actor.serialization-bindings {
              "dev.troupe.bench.BareLedger$Turn" = jackson-json
              "dev.troupe.bench.BareLedger$State" = jackson-json
            }
            """;

    private static final int SNAPSHOT_EVERY = ConfigFactory.load().getInt("troupe.durable.snapshot-every");
    private static final int KEEP_SNAPSHOTS = ConfigFactory.load().getInt("troupe.durable.keep-snapshots");

    private static final long DEADLINE = 300_000;
    private static final long INCARNATION = 6_356_755_657_313_057_377L;

    /** What is stored of a command: as much as is stored of a turn. */
    record Turn(long at, Message message, Place place, int attempts, State state) {}

    /** What came. */
    record Message(String id, String kind, String recipient, String type, String text, long deadline, long ordinal) {}

    /** Where it stands among others of its sender. */
    record Place(String origin, long incarnation, long seq, long floor) {}

    record State(@JsonProperty("count") long count) {
        @JsonCreator
        State {}
    }

    /** Entities that are loaded. */
    private final AtomicInteger loaded;

    private final String entity;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ActorRef<BareNode.Command> self;

    private BareLedger(EntityContext<BareNode.Command> context, ActorRef<BareNode.Command> self, AtomicInteger loaded) {
        super(PersistenceId.of("bare", context.getEntityId()));
        this.loaded = loaded;
        this.entity = context.getEntityId();
        this.shard = context.getShard();
        this.self = self;
    }

    /** @param loaded is kept at the number of entities that are loaded */
    static Behavior<BareNode.Command> create(EntityContext<BareNode.Command> entity, AtomicInteger loaded) {
        return Behaviors.setup(context -> {
            loaded.incrementAndGet();
            return new BareLedger(entity, context.getSelf(), loaded);
        });
    }

    @Override
    public State emptyState() {
        return new State(0);
    }

    @Override
    public CommandHandler<BareNode.Command, Turn, State> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(BareNode.Put.class, this::onPut)
                .onCommand(BareNode.Unload.class, unload -> onUnload())
                .build();
    }

    private Effect<Turn, State> onPut(State state, BareNode.Put put) {
        long now = System.currentTimeMillis();
        long number = state.count() + 1;
        var message = new Message(
                "1can5teesul41." + number, "MESSAGE", "bare/" + entity, "bare.Put", put.text(), now + DEADLINE, number);
        var place = new Place("pekko://bare@127.0.0.1:36827#0", INCARNATION, number, number);
        var turn = new Turn(now, message, place, 1, new State(number));
        return Effect().persist(turn).thenRun(stored -> put.replyTo().tell(new BareNode.Done("")));
    }

    private Effect<Turn, State> onUnload() {
        shard.tell(new ClusterSharding.Passivate<>(self));
        return Effect().none();
    }

    @Override
    public EventHandler<State, Turn> eventHandler() {
        return (state, turn) -> turn.state();
    }

    @Override
    public SignalHandler<State> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(PostStop.class, (state, stop) -> loaded.decrementAndGet())
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, KEEP_SNAPSHOTS);
    }
}
