package dev.troupe.chat.telemetry;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.troupe.chat.model.ForwardingStreamHandler;
import java.util.List;
import java.util.Set;

/** A span for each stream. What goes on after the stream has the context of who asked, on whatever thread it comes. */
record TracedStreamingModel(StreamingChatModel model, ChatCalls calls) implements StreamingChatModel {
    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ChatCall call = calls.start(request, model.defaultRequestParameters());
        var traced = new TracedStream(call, handler);
        try {
            call.inside().wrap(() -> model.chat(request, options, traced)).run();
        } catch (RuntimeException | Error e) {
            call.fail(e);
            throw e;
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    private static final class TracedStream extends ForwardingStreamHandler {
        private final ChatCall call;

        TracedStream(ChatCall call, StreamingChatResponseHandler next) {
            super(next);
            this.call = call;
        }

        @Override
        protected void onPiece() {
            call.piece();
        }

        @Override
        protected StreamingHandle handle(StreamingHandle handle) {
            return new TracedHandle(call, handle);
        }

        @Override
        public void onCompleteResponse(ChatResponse answer) {
            call.end(answer);
            call.outside().wrap(() -> super.onCompleteResponse(answer)).run();
        }

        @Override
        public void onError(Throwable failure) {
            call.fail(failure);
            call.outside().wrap(() -> super.onError(failure)).run();
        }
    }

    /** A stream that is cancelled tells its handler nothing more. */
    private record TracedHandle(ChatCall call, StreamingHandle handle) implements StreamingHandle {
        @Override
        public void cancel() {
            handle.cancel();
            call.cancel();
        }

        @Override
        public boolean isCancelled() {
            return handle.isCancelled();
        }
    }
}
