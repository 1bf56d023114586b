package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.MessageInfo;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The context of a simulated agent: tells when a turn begins, and with null when it ends. */
final class ObservedContext<P> extends TurnContext<P> {
    private final Consumer<@Nullable MessageInfo> observer;

    ObservedContext(
            AgentRef<P> self, World world, SimulatedNode node, Consumer<@Nullable MessageInfo> observer, Steps steps) {
        super(self, world.timeline(), node::block, node, steps);
        this.observer = observer;
    }

    @Override
    public void setDelivery(@Nullable Delivery newDelivery) {
        super.setDelivery(newDelivery);
        observer.accept(newDelivery == null ? null : newDelivery.info());
    }
}
