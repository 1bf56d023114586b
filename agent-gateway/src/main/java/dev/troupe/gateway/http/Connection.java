package dev.troupe.gateway.http;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.http.javadsl.model.AttributeKey;

/** One connection of a client. It has one request in work at a time. Thread-safe. */
final class Connection {
    static final AttributeKey<Connection> KEY = AttributeKey.create("troupe-connection", Connection.class);

    /** What is done when the client goes, besides what a request wants. */
    private enum State implements Runnable {
        HERE,
        GONE;

        @Override
        public void run() {}
    }

    private final AtomicReference<Runnable> whenGone = new AtomicReference<>(State.HERE);

    /** Says what is done if the client goes while the present request is in work; at once if it has gone. */
    void whenGone(Runnable action) {
        if (!whenGone.compareAndSet(State.HERE, action) && whenGone.get() == State.GONE) {
            action.run();
        }
    }

    /** The present request is answered. */
    void answered() {
        whenGone.updateAndGet(now -> now == State.GONE ? now : State.HERE);
    }

    void gone() {
        whenGone.getAndSet(State.GONE).run();
    }
}
