package dev.troupe.chat.testkit;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Keeps what a stream brings. */
public final class StreamProbe implements StreamingChatResponseHandler {
    public final List<String> pieces = new CopyOnWriteArrayList<>();
    public final List<PartialToolCall> fragments = new CopyOnWriteArrayList<>();
    public final List<CompleteToolCall> calls = new CopyOnWriteArrayList<>();
    public final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

    private final int cancelAfterPieces;

    private StreamProbe(int cancelAfterPieces) {
        this.cancelAfterPieces = cancelAfterPieces;
    }

    public static StreamProbe ask(StreamingChatModel model, ChatRequest request) {
        return ask(model, request, Integer.MAX_VALUE);
    }

    public static StreamProbe ask(StreamingChatModel model, ChatRequest request, int cancelAfterPieces) {
        var probe = new StreamProbe(cancelAfterPieces);
        model.chat(request, probe);
        return probe;
    }

    public ChatResponse await() {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        pieces.add(piece.text());
        if (pieces.size() == cancelAfterPieces) {
            context.streamingHandle().cancel();
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
        fragments.add(piece);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        calls.add(call);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        answer.completeExceptionally(error);
    }
}
