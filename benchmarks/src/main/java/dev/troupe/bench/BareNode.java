package dev.troupe.bench;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/** The baseline: one tell over sharding and one tell back, with no promise at all. */
final class BareNode implements Resource {
    private static final EntityTypeKey<Command> SINK = EntityTypeKey.create(Command.class, "sink");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What an entity takes. */
    sealed interface Command extends BareSystem.Cbor {}

    record Put(
            @JsonProperty("text") String text,
            @JsonProperty("replyTo") ActorRef<Done> replyTo) implements Command {}

    record Ask(
            @JsonProperty("text") String text,
            @JsonProperty("replyTo") ActorRef<Done> replyTo) implements Command {}

    /** Asks for the process that the entity lives in. */
    record Where(@JsonProperty("replyTo") ActorRef<Done> replyTo) implements Command {
        @JsonCreator
        Where {}
    }

    /** Asks an entity that can come back to end. */
    record Unload() implements Command {
        @JsonCreator
        Unload {}
    }

    record Done(@JsonProperty("text") String text) implements BareSystem.Cbor {
        @JsonCreator
        Done {}
    }

    private final BareSystem node;
    private final ActorRef<ShardingEnvelope<Command>> region;
    private final ActorRef<Done> acknowledged;
    private final AtomicLong next = new AtomicLong();
    private volatile Runnable onDone = () -> {};

    private BareNode(BareSystem node, Function<EntityContext<Command>, Behavior<Command>> entity) {
        this.node = node;
        region = ClusterSharding.get(node.actors())
                .init(Entity.of(SINK, entity::apply).withRole(BareSystem.HOST));
        acknowledged = node.actors().systemActorOf(acknowledged(), "acknowledged", Props.empty());
    }

    static BareNode start(Place place) throws Exception {
        return start(place, entity -> sink());
    }

    /** Starts a node with entities that take what those of {@link #start(Place)} do. */
    static BareNode start(Place place, Function<EntityContext<Command>, Behavior<Command>> entity) throws Exception {
        return new BareNode(BareSystem.start(place), entity);
    }

    String address() {
        return node.address();
    }

    int members() {
        return node.members();
    }

    private static Behavior<Command> sink() {
        String home = Long.toString(ProcessHandle.current().pid());
        return Behaviors.receive(Command.class)
                .onMessage(Put.class, put -> {
                    put.replyTo().tell(new Done(""));
                    return Behaviors.same();
                })
                .onMessage(Ask.class, ask -> {
                    ask.replyTo().tell(new Done(ask.text()));
                    return Behaviors.same();
                })
                .onMessage(Where.class, where -> {
                    where.replyTo().tell(new Done(home));
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Done> acknowledged() {
        return Behaviors.receive(Done.class)
                .onMessage(Done.class, done -> {
                    onDone.run();
                    return Behaviors.same();
                })
                .build();
    }

    /** Returns acknowledged messages per second. */
    double send(Load load) throws InterruptedException {
        return send(load, Flow.during(load.time()), number -> "agent-" + next.getAndIncrement() % load.agents());
    }

    /** Sends once to each agent. */
    void wake(Load load) throws InterruptedException {
        send(load, number -> number < load.agents(), number -> "agent-" + number);
    }

    /** Returns how many entities were made per second: each message goes to one that nobody knew. */
    double activate(Load load) throws InterruptedException {
        return send(load, Flow.during(load.time()), number -> "new-" + next.getAndIncrement());
    }

    /** Sends to these while {@code more} says so, and returns acknowledged messages per second. */
    double send(Load load, LongPredicate more, LongFunction<String> entity) throws InterruptedException {
        String text = load.text();
        return Flow.perSecond(load.outstanding(), more, flow -> {
            onDone = flow::leave;
            return number -> tell(entity.apply(number), text);
        });
    }

    /** Calls {@code listener} for each acknowledgement from now on. */
    void onAcknowledged(Runnable listener) {
        onDone = listener;
    }

    void tell(String entity, String text) {
        region.tell(new ShardingEnvelope<>(entity, new Put(text, acknowledged)));
    }

    /** As {@link #tell}; the stage completes when it is acknowledged. */
    CompletionStage<Done> put(String entity, String text) {
        return ask(entity, replyTo -> new Put(text, replyTo));
    }

    void unload(String entity) {
        region.tell(new ShardingEnvelope<>(entity, new Unload()));
    }

    /** Returns the median of request and answer with one in flight, in microseconds. */
    double askOne(Load load) {
        String text = load.text();
        return Latency.medianMicros(
                Flow.during(load.time()),
                number -> ask("agent-" + number % load.agents(), replyTo -> new Ask(text, replyTo))
                        .toCompletableFuture()
                        .join());
    }

    /** Returns answered requests per second. */
    double askMany(Load load) throws InterruptedException {
        String text = load.text();
        return Flow.perSecond(
                load.outstanding(),
                Flow.during(load.time()),
                // On the thread that completes it: Pekko's stages would start a thread for each on a small machine.
                flow -> number -> ask("agent-" + number % load.agents(), replyTo -> new Ask(text, replyTo))
                        .whenCompleteAsync((done, thrown) -> end(flow, thrown), Runnable::run));
    }

    private static void end(Flow flow, @Nullable Throwable thrown) {
        if (thrown == null) {
            flow.leave();
        } else {
            flow.fail("ask: " + thrown);
        }
    }

    /** Returns the process that an entity lives in. */
    String where(String entity) {
        return ask(entity, Where::new).toCompletableFuture().join().text();
    }

    private CompletionStage<Done> ask(String entity, Function<ActorRef<Done>, Command> request) {
        return AskPattern.ask(
                region,
                replyTo -> new ShardingEnvelope<>(entity, request.apply(replyTo)),
                PATIENCE,
                node.actors().scheduler());
    }

    @Override
    public void close() {
        node.close();
    }
}
