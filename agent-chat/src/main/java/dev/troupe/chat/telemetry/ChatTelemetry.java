package dev.troupe.chat.telemetry;

import dev.troupe.chat.model.Model;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Tells OpenTelemetry what agents, models and tools do. Thread-safe.
 *
 * <p>A span is the child of the one that is current when it starts, otherwise of the one that was current when {@link #here}
 * made this instance. So what goes on with a turn on another thread uses the {@code here()} of the turn:
 *
 * <pre>{@code
 * telemetry.invokeAgent("writer", "Writes.", conversation, () -> {
 *     var inner = telemetry.here();
 *     return askOnAnotherThread(inner.model(model)).thenCompose(call -> inner.executeTool("look", id, "function", look));
 * });
 * }</pre>
 */
public sealed interface ChatTelemetry permits GenAiTelemetry, NoTelemetry {
    /** Tells nobody and changes nothing: models and stages come back as they are. */
    ChatTelemetry NOOP = NoTelemetry.INSTANCE;

    /** Returns one without content. */
    static ChatTelemetry of(OpenTelemetry openTelemetry) {
        return GenAiTelemetry.of(openTelemetry);
    }

    /**
     * Returns one that tells what is said, too: messages, instructions, tools, and texts of failures. That is as private as
     * the conversation is, and long. The bytes of images stay out.
     */
    ChatTelemetry withContent(boolean content);

    /** Returns one that remembers the span that is current now, for what goes on on other threads. */
    ChatTelemetry here();

    /**
     * Returns one that remembers the span of a turn, {@link dev.troupe.chat.ChatContext#traceparent}, so that what goes on in
     * the turn is below it. If the header says nothing that can be read, spans begin traces of their own.
     */
    ChatTelemetry under(String traceparent);

    /**
     * Returns {@code model} with a span {@code chat {model}} and metrics for each request. A stream ends its span when it is
     * complete, has failed or is cancelled. Listeners of the model are called as before.
     */
    Model model(Model model);

    /**
     * Calls {@code work} within a span {@code invoke_agent {name}}, which ends when the stage does.
     *
     * @param conversation is on the spans of models below this one, too
     */
    <T> CompletionStage<T> invokeAgent(
            String name, String description, String conversation, Supplier<CompletionStage<T>> work);

    /**
     * Calls {@code work} within a span {@code execute_tool {name}}, which ends when the stage does.
     *
     * @param callId that the model has given
     * @param type {@code function}, {@code extension} or {@code datastore}
     */
    <T> CompletionStage<T> executeTool(String name, String callId, String type, Supplier<CompletionStage<T>> work);
}
