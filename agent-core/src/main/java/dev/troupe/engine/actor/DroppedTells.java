package dev.troupe.engine.actor;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/** Counts, per actor system, the messages of {@code tell} that were dropped: at most once does not mean unseen. */
final class DroppedTells implements Extension {
    private static final Id ID = new Id();

    private final LongAdder count = new LongAdder();

    private static final class Id extends AbstractExtensionId<DroppedTells> {
        @Override
        public DroppedTells createExtension(ExtendedActorSystem system) {
            return new DroppedTells();
        }
    }

    static DroppedTells in(org.apache.pekko.actor.ActorSystem system) {
        return ID.get(system);
    }

    void add() {
        count.increment();
    }

    long count() {
        return count.sum();
    }
}
