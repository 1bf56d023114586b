package dev.troupe.chat.model;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.chat.model.ModelUse.End;
import dev.troupe.chat.model.ModelUse.Use;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Counts what passes through a model. */
final class CountedModel extends ForwardingModel {
    private final Use use;

    CountedModel(Model real, Use use) {
        super(real);
        this.use = use;
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        var call = new Call(use);
        try {
            var answer = super.chat(request, options);
            call.done(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            call.end(End.FAILED);
            throw e;
        }
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        var call = new Call(use);
        try {
            super.chat(request, options, new CountedStream(call, handler));
        } catch (RuntimeException | Error e) {
            call.end(End.FAILED);
            throw e;
        }
    }

    /** One request; its end counts once. */
    private static final class Call {
        private final Use use;
        private final long began = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        Call(Use use) {
            this.use = use;
        }

        void done(ChatResponse answer) {
            @Nullable TokenUsage tokens = answer.tokenUsage();
            if (end(End.DONE) && tokens != null) {
                use.used(count(tokens.inputTokenCount()), count(tokens.outputTokenCount()));
            }
        }

        boolean end(End how) {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                use.ended(how, System.nanoTime() - began);
            }
            return first;
        }

        private static long count(@Nullable Integer tokens) {
            return tokens == null ? 0 : tokens;
        }
    }

    private static final class CountedStream extends ForwardingStreamHandler {
        private final Call call;

        CountedStream(Call call, StreamingChatResponseHandler next) {
            super(next);
            this.call = call;
        }

        @Override
        protected StreamingHandle handle(StreamingHandle handle) {
            return new CountedHandle(call, handle);
        }

        @Override
        public void onCompleteResponse(ChatResponse answer) {
            call.done(answer);
            super.onCompleteResponse(answer);
        }

        @Override
        public void onError(Throwable failure) {
            call.end(End.FAILED);
            super.onError(failure);
        }
    }

    /** A stream that is cancelled tells its handler nothing more. */
    private record CountedHandle(Call call, StreamingHandle handle) implements StreamingHandle {
        @Override
        public void cancel() {
            handle.cancel();
            call.end(End.CANCELLED);
        }

        @Override
        public boolean isCancelled() {
            return handle.isCancelled();
        }
    }
}
