package dev.troupe.node;

import dev.troupe.message.Envelope;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What planted code asks whether to lose a message: the next one that was named, once. */
public final class PlantedDrop {
    /** Null for none. */
    private static final AtomicReference<@Nullable Predicate<Envelope>> NEXT = new AtomicReference<>();

    private PlantedDrop() {}

    /** Has the next message that {@code which} tells be lost. */
    static void ofNext(Predicate<Envelope> which) {
        NEXT.set(which);
    }

    /** Tells whether to lose {@code message}. */
    public static boolean takes(Object message) {
        var which = NEXT.get();
        return which != null
                && message instanceof Envelope envelope
                && which.test(envelope)
                && NEXT.compareAndSet(which, null);
    }
}
