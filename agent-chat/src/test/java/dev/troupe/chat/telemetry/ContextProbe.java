package dev.troupe.chat.telemetry;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.CompletableFuture;

/** Keeps the span that is current when a stream is complete. */
record ContextProbe(CompletableFuture<ChatResponse> answer, CompletableFuture<String> spanId)
        implements StreamingChatResponseHandler {
    @Override
    public void onCompleteResponse(ChatResponse response) {
        spanId.complete(Span.current().getSpanContext().getSpanId());
        answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        answer.completeExceptionally(error);
    }
}
