package dev.troupe.engine.actor;

import dev.troupe.engine.OpenRequests;
import dev.troupe.engine.Outside;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Holds the {@link Outside} of one node. */
public final class OutsideActor extends AbstractBehavior<AgentActor.Deliver> {
    /** Name of the actor below {@code /system}. */
    public static final String NAME = "troupe-outside";

    private final RuntimeCore core;
    private final Outside outside;

    private OutsideActor(ActorContext<AgentActor.Deliver> context, RuntimeCore core, OpenRequests requests) {
        super(context);
        this.core = core;
        this.outside = new Outside(core.node(), ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), requests);
    }

    static Behavior<AgentActor.Deliver> create(RuntimeCore core, OpenRequests requests) {
        return Behaviors.setup(context -> new OutsideActor(context, core, requests));
    }

    @Override
    public Receive<AgentActor.Deliver> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentActor.Deliver.class, this::onDeliver)
                .build();
    }

    private Behavior<AgentActor.Deliver> onDeliver(AgentActor.Deliver deliver) {
        outside.onBatch(deliver.batch()).forEach(report -> core.transport().report(deliver.recipient(), report));
        return this;
    }
}
