package dev.troupe.engine.actor;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.engine.Times;
import dev.troupe.message.Answer;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** The requests from outside that wait for an answer. Thread-safe. Bounded by the limit of pending messages. */
final class OpenRequests {
    private final ConcurrentMap<String, CompletableFuture<Payload>> byId = new ConcurrentHashMap<>();

    CompletableFuture<Payload> open(String id, Duration timeout) {
        var answer = new CompletableFuture<Payload>();
        byId.put(id, answer);
        var timer = CompletableFuture.delayedExecutor(Times.millis(timeout), TimeUnit.MILLISECONDS, Runnable::run);
        var timeoutTask = CompletableFuture.runAsync(
                () -> complete(id, Answer.of(Failure.of(Failure.Kind.TIMEOUT, "no answer after " + timeout))), timer);
        return answer.whenComplete((payload, thrown) -> timeoutTask.cancel(false));
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
    void close() {
        byId.keySet()
                .forEach(id -> complete(
                        id,
                        Answer.of(Failure.of(
                                Failure.Kind.UNAVAILABLE, "the runtime was closed before the answer came"))));
    }
}
