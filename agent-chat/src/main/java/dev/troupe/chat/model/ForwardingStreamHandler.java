package dev.troupe.chat.model;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

/** Passes a stream on as it comes: for what looks at streams of a model. */
public abstract class ForwardingStreamHandler implements StreamingChatResponseHandler {
    private final StreamingChatResponseHandler next;

    protected ForwardingStreamHandler(StreamingChatResponseHandler next) {
        this.next = requireNonNull(next, "next");
    }

    /** Is called before each piece of an answer, of whatever kind. */
    protected void onPiece() {}

    /** Returns the handle that the next one cancels the stream with; {@code handle} unless overridden. */
    protected StreamingHandle handle(StreamingHandle handle) {
        return handle;
    }

    @Override
    public void onPartialResponse(String text) {
        onPiece();
        next.onPartialResponse(text);
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        onPiece();
        next.onPartialResponse(piece, new PartialResponseContext(handle(context.streamingHandle())));
    }

    @Override
    public void onPartialThinking(PartialThinking piece) {
        onPiece();
        next.onPartialThinking(piece);
    }

    @Override
    public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
        onPiece();
        next.onPartialThinking(piece, new PartialThinkingContext(handle(context.streamingHandle())));
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece) {
        onPiece();
        next.onPartialToolCall(piece);
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece, PartialToolCallContext context) {
        onPiece();
        next.onPartialToolCall(piece, new PartialToolCallContext(handle(context.streamingHandle())));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        next.onCompleteToolCall(call);
    }

    @Override
    public void onUnmappedRawEvent(Object event) {
        next.onUnmappedRawEvent(event);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        next.onCompleteResponse(response);
    }

    @Override
    public void onError(Throwable error) {
        next.onError(error);
    }
}
