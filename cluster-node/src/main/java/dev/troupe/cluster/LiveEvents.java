package dev.troupe.cluster;

import dev.troupe.engine.actor.Listeners;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Shows the events that all nodes publish to the listeners of this one. It is subscribed with the first listener. */
final class LiveEvents {
    private LiveEvents() {}

    static Behavior<Wire.LiveEvent> create(Listeners listeners) {
        return Behaviors.receive(Wire.LiveEvent.class)
                .onMessage(Wire.LiveEvent.class, live -> {
                    listeners.show(live.event());
                    return Behaviors.same();
                })
                .build();
    }
}
