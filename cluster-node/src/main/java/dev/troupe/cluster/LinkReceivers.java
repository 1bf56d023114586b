package dev.troupe.cluster;

import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.ProducerController;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Receives what other nodes send over their links: one consumer controller per incarnation of a node. A link batch is
 * confirmed as soon as it is here, never after the agents: one slow agent must not hold up the others.
 */
final class LinkReceivers extends AbstractBehavior<LinkReceivers.Command> {
    static final String NAME = "troupe-links";

    /** What the receivers' parent receives. */
    interface Command {}

    /** An incarnation of a node has left. */
    record Forget(String node) implements Command {}

    /** Where what arrives goes. */
    record Setup(
            Predicate<String> isLive, Consumer<AgentActor.Deliver> onBatch, Consumer<LaneActor.Reported> onReport) {}

    private record Receiver(String producer, ActorRef<?> actor) {}

    private final Setup setup;
    private final Map<String, Receiver> receivers = new HashMap<>();

    private LinkReceivers(ActorContext<Command> context, Setup setup) {
        super(context);
        this.setup = setup;
    }

    static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context -> new LinkReceivers(context, setup));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wire.Connect.class, this::onConnect)
                .onMessage(Forget.class, this::onForget)
                .build();
    }

    /** A node that is not a member yet, or no longer, asks again or goes away. */
    private Behavior<Command> onConnect(Wire.Connect connect) {
        var known = receivers.get(connect.node());
        if (!setup.isLive().test(connect.node())
                || (known != null && known.producer().equals(connect.producer()))) {
            return this;
        }
        stop(connect.node());
        ActorRef<ProducerController.Command<Wire.LinkBatch>> producer =
                ActorRefResolver.get(getContext().getSystem()).resolveActorRef(connect.producer());
        var receiver =
                getContext().spawnAnonymous(receiver(connect.node(), producer), DispatcherSelector.sameAsParent());
        receivers.put(connect.node(), new Receiver(connect.producer(), receiver));
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        stop(forget.node());
        return this;
    }

    private void stop(String node) {
        var receiver = receivers.remove(node);
        if (receiver != null) {
            getContext().stop(receiver.actor());
        }
    }

    private Behavior<ConsumerController.Delivery<Wire.LinkBatch>> receiver(
            String node, ActorRef<ProducerController.Command<Wire.LinkBatch>> producer) {
        return Behaviors.setup(context -> {
            ActorRef<ConsumerController.Command<Wire.LinkBatch>> controller =
                    context.spawn(ConsumerController.create(), "consumer", DispatcherSelector.sameAsParent());
            controller.tell(new ConsumerController.Start<>(context.getSelf()));
            controller.tell(new ConsumerController.RegisterToProducerController<>(producer));
            return Behaviors.receiveMessage(delivery -> onDelivery(node, delivery));
        });
    }

    /** What a node that has left still told is late: its agents live elsewhere, and their lanes have started over. */
    private Behavior<ConsumerController.Delivery<Wire.LinkBatch>> onDelivery(
            String node, ConsumerController.Delivery<Wire.LinkBatch> delivery) {
        if (!setup.isLive().test(node)) {
            return Behaviors.stopped();
        }
        delivery.confirmTo().tell(ConsumerController.confirmed());
        delivery.message().batches().forEach(setup.onBatch());
        delivery.message().reports().forEach(setup.onReport());
        return Behaviors.same();
    }
}
