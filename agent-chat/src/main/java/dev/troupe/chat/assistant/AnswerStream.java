package dev.troupe.chat.assistant;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.Origin;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** An answer that comes piece by piece: shows each at once, and ends the stream when nobody waits for it. */
final class AnswerStream implements StreamingChatResponseHandler {
    private final Origin answer;
    private final ChatContext context;
    private final CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    private int chunks;
    private boolean cancelled;
    private @Nullable StreamingHandle handle;

    private AnswerStream(Origin answer, ChatContext context) {
        this.answer = answer;
        this.context = context;
    }

    static ChatResponse await(StreamingChatModel model, ChatRequest request, Origin answer, ChatContext context)
            throws Exception {
        var stream = new AnswerStream(answer, context);
        context.onCancel(stream::cancel);
        model.chat(request, stream);
        try {
            return stream.done.get();
        } catch (ExecutionException | CancellationException e) { // since JDK 24 the latter is wrapped too
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void onPartialResponse(PartialResponse part, PartialResponseContext each) {
        onHandle(each.streamingHandle());
        onPartialResponse(part.text());
    }

    @Override
    public void onPartialResponse(String text) {
        // Origins of the turn must not depend on how many pieces there were: they are not made again.
        var origin = Origin.of(answer.id() + ".chunk-" + ++chunks, answer.source(), answer.createdAt());
        if (!done.isDone()) {
            context.show(new StreamingChunkEvent(origin, text, answer.id()));
        }
    }

    @Override
    public void onPartialThinking(PartialThinking part, PartialThinkingContext each) {
        onHandle(each.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall part, PartialToolCallContext each) {
        onHandle(each.streamingHandle());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        done.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        done.completeExceptionally(error);
    }

    private void onHandle(@Nullable StreamingHandle given) {
        synchronized (this) {
            handle = given;
            if (!cancelled) {
                return;
            }
        }
        if (given != null) {
            given.cancel();
        }
    }

    private void cancel() {
        @Nullable StreamingHandle known;
        synchronized (this) {
            cancelled = true;
            known = handle;
        }
        if (known != null && !done.isDone()) {
            known.cancel();
        }
        done.completeExceptionally(new CancellationException("the run is cancelled"));
    }
}
