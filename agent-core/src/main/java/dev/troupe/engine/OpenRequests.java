package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Times;
import dev.troupe.message.Answer;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The requests from outside that wait for an answer. Thread-safe. Bounded by the limit of pending messages. */
public final class OpenRequests {

    /** Runs a task later, once. */
    @FunctionalInterface
    public interface Later {
        /** Returns what calls it off. */
        Runnable run(long millis, Runnable task);
    }

    private final Later later;
    private final ConcurrentMap<String, CompletableFuture<Payload>> byId = new ConcurrentHashMap<>();

    public OpenRequests(Later later) {
        this.later = later;
    }

    CompletableFuture<Payload> open(String id, Duration timeout) {
        var answer = new CompletableFuture<Payload>();
        byId.put(id, answer);
        var callOff = later.run(
                Times.millis(timeout),
                () -> complete(id, Answer.of(Failure.of(Failure.Kind.TIMEOUT, "no answer after " + timeout))));
        return answer.whenComplete((payload, thrown) -> callOff.run());
    }

    /** Ends a request; does nothing if it has ended. */
    void complete(String id, Answer answer) {
        var waiting = byId.remove(id);
        if (waiting == null) {
            return;
        }
        if (answer.failure() != null) {
            waiting.completeExceptionally(new AgentException(answer.failure()));
        } else {
            waiting.complete(requireNonNull(answer.payload()));
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
