package dev.troupe.bench;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.delivery.ShardingConsumerController;
import org.apache.pekko.cluster.sharding.typed.delivery.ShardingProducerController;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/** The baseline that promises as much as ours does: Pekko's reliable delivery through sharding. */
final class BareControllers implements Resource {
    private static final EntityTypeKey<ConsumerController.SequencedMessage<Put>> SINK =
            EntityTypeKey.create(ShardingConsumerController.entityTypeKeyClass(), "controlled-sink");

    record Put(@JsonProperty("text") String text) implements BareSystem.Cbor {
        @JsonCreator
        Put {}
    }

    private final BareSystem node;
    private final ActorRef<Producer.Command> producer;
    private final AtomicLong next = new AtomicLong();
    private volatile Runnable onConfirmed = () -> {};

    private BareControllers(BareSystem node) {
        this.node = node;
        var region = region(node);
        var controller = node.actors()
                .systemActorOf(
                        ShardingProducerController.create(Put.class, "producer", region, Optional.empty()),
                        "controller",
                        Props.empty());
        var confirmed = node.actors()
                .systemActorOf(
                        Behaviors.receive(Done.class)
                                .onAnyMessage(done -> {
                                    onConfirmed.run();
                                    return Behaviors.same();
                                })
                                .build(),
                        "confirmed",
                        Props.empty());
        producer = node.actors().systemActorOf(Producer.create(controller, confirmed), "producer", Props.empty());
    }

    /** Starts a node that sends. */
    static BareControllers start(Place place) throws Exception {
        return new BareControllers(BareSystem.start(place));
    }

    /** Starts a node that hosts. */
    static BareSystem host(Place place) throws Exception {
        var node = BareSystem.start(place);
        var unused = region(node);
        return node;
    }

    private static ActorRef<ShardingEnvelope<ConsumerController.SequencedMessage<Put>>> region(BareSystem node) {
        return ClusterSharding.get(node.actors())
                .init(Entity.of(SINK, context -> ShardingConsumerController.create(BareControllers::sink))
                        .withRole(BareSystem.HOST));
    }

    String address() {
        return node.address();
    }

    /** Returns confirmed messages per second. */
    double send(Load load) throws InterruptedException {
        return send(load, Flow.during(load.time()), number -> "agent-" + next.getAndIncrement() % load.agents());
    }

    /** Sends once to each entity, as far as it comes in {@code patience}; returns how many it was. */
    long wake(Load load, Duration patience) throws InterruptedException {
        var inTime = Flow.during(patience);
        var woken = new AtomicLong();
        send(
                load,
                number -> number < load.agents() && inTime.test(number),
                number -> "agent-" + woken.getAndIncrement());
        return woken.get();
    }

    private double send(Load load, LongPredicate more, LongFunction<String> entity) throws InterruptedException {
        var put = new Put(load.text());
        return Flow.perSecond(load.outstanding(), more, flow -> {
            onConfirmed = flow::leave;
            return number -> producer.tell(new Producer.Send(entity.apply(number), put));
        });
    }

    private static Behavior<ConsumerController.Delivery<Put>> sink(ActorRef<ConsumerController.Start<Put>> controller) {
        return Behaviors.setup(context -> {
            controller.tell(new ConsumerController.Start<>(context.getSelf()));
            return Behaviors.receive(ConsumerController.<Put>deliveryClass())
                    .onAnyMessage(delivery -> {
                        delivery.confirmTo().tell(ConsumerController.confirmed());
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    @Override
    public void close() {
        node.close();
    }

    /** Hands over one message whenever the controller asks for one. */
    private static final class Producer extends AbstractBehavior<Producer.Command> {

        sealed interface Command {}

        record Send(String entity, Put put) implements Command {}

        private record Next(ShardingProducerController.RequestNext<Put> request) implements Command {}

        private final ActorRef<Done> confirmed;
        private final Queue<Send> waiting = new ArrayDeque<>();
        private @Nullable Next demand;

        private Producer(
                ActorContext<Command> context,
                ActorRef<ShardingProducerController.Command<Put>> controller,
                ActorRef<Done> confirmed) {
            super(context);
            this.confirmed = confirmed;
            var demands = context.messageAdapter(ShardingProducerController.<Put>requestNextClass(), Next::new);
            controller.tell(new ShardingProducerController.Start<>(demands));
        }

        static Behavior<Command> create(
                ActorRef<ShardingProducerController.Command<Put>> controller, ActorRef<Done> confirmed) {
            return Behaviors.setup(context -> new Producer(context, controller, confirmed));
        }

        @Override
        public Receive<Command> createReceive() {
            return newReceiveBuilder()
                    .onMessage(Send.class, this::onSend)
                    .onMessage(Next.class, this::onNext)
                    .build();
        }

        private Behavior<Command> onSend(Send send) {
            waiting.add(send);
            handOver();
            return this;
        }

        private Behavior<Command> onNext(Next next) {
            demand = next;
            handOver();
            return this;
        }

        private void handOver() {
            if (demand == null) {
                return;
            }
            var send = waiting.poll();
            if (send != null) {
                demand.request()
                        .askNextTo()
                        .tell(new ShardingProducerController.MessageWithConfirmation<>(
                                send.entity(), send.put(), confirmed));
                demand = null;
            }
        }
    }
}
