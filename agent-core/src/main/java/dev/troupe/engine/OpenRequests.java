package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.delivery.Times;
import dev.troupe.message.Answer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The requests that wait for an answer past the inbox of an agent. Thread-safe. Bounded by the limit of pending messages. */
public final class OpenRequests {

    /** Runs a task later, once. */
    @FunctionalInterface
    public interface Later {
        /** Returns what calls it off. */
        Runnable run(long millis, Runnable task);
    }

    private final Later later;
    private final ConcurrentMap<String, OpenRequest<?>> byId = new ConcurrentHashMap<>();

    public OpenRequests(Later later) {
        this.later = later;
    }

    /** Adds a request until it ends, at the latest after {@code timeout}. */
    void open(String id, Duration timeout, OpenRequest<?> request) {
        byId.put(id, request);
        long millis = Times.millis(timeout);
        var failure = Failure.of(Failure.Kind.TIMEOUT, "no answer after " + millis / 1000.0 + " s");
        var callOff = later.run(millis, () -> request.timeOut(failure));
        var unused = request.whenComplete((answer, thrown) -> {
            byId.remove(id);
            callOff.run();
        });
    }

    /** Ends a request; does nothing if it has ended. */
    void complete(String id, Answer answer) {
        var waiting = byId.get(id);
        if (waiting != null) {
            waiting.answer(answer);
        }
    }

    /** Fails everything that waits. */
    public void close() {
        byId.keySet()
                .forEach(id -> complete(
                        id,
                        Answer.of(Failure.of(
                                Failure.Kind.UNAVAILABLE, "the runtime was closed before the answer came"))));
    }
}
