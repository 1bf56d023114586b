package dev.troupe.engine;

import dev.troupe.agent.Step;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A step that an open turn wants done.
 *
 * @param messageId what the turn handles
 * @param effect does it, and returns the JSON of its result
 * @param result completes with that JSON, once it is stored where the agent is durable
 */
public record StepRun(String messageId, Step step, Supplier<String> effect, CompletableFuture<String> result) {}
