package dev.troupe.engine;

import dev.troupe.agent.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step that an open turn wants done.
 *
 * @param messageId what the turn handles
 * @param effect does it, and returns the JSON of its result
 * @param result completes with that JSON, once it is stored where the agent is durable
 */
public record StepRun(String messageId, Step step, Supplier<String> effect, CompletableFuture<String> result) {

    /** Does it; {@code end} hears the JSON of its result, or what it has thrown. */
    public void start(Executor executor, BiConsumer<@Nullable String, @Nullable Throwable> end) {
        var unused = CompletableFuture.supplyAsync(effect, executor).whenComplete(end);
    }
}
