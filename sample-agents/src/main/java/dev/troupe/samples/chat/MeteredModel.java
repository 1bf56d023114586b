package dev.troupe.samples.chat;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.chat.model.ForwardingModel;
import dev.troupe.chat.model.ForwardingStreamHandler;
import dev.troupe.chat.model.Model;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a model is asked, by whomever, and keeps its last failure: of what ends a run others see the text only, and the
 * type says what to do about it. Thread-safe.
 */
final class MeteredModel extends ForwardingModel {

    /** Tokens of all answers. */
    record Usage(long prompt, long completion) {
        static final Usage NONE = new Usage(0, 0);

        Usage plus(TokenUsage more) {
            return new Usage(prompt + count(more.inputTokenCount()), completion + count(more.outputTokenCount()));
        }

        private static long count(@Nullable Integer tokens) {
            return tokens == null ? 0 : tokens;
        }
    }

    private Usage usage = Usage.NONE;
    private @Nullable Throwable failure;

    MeteredModel(Model model) {
        super(model);
    }

    /** Begins to count anew. */
    synchronized void reset() {
        usage = Usage.NONE;
        failure = null;
    }

    synchronized Usage usage() {
        return usage;
    }

    /** Returns the last failure, if no answer has come since. */
    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private synchronized void onAnswer(ChatResponse answer) {
        @Nullable TokenUsage more = answer.tokenUsage();
        usage = more == null ? usage : usage.plus(more);
        failure = null;
    }

    private synchronized void onFailure(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        try {
            ChatResponse answer = super.chat(request, options);
            onAnswer(answer);
            return answer;
        } catch (RuntimeException e) {
            onFailure(e);
            throw e;
        }
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        try {
            super.chat(request, options, new Metered(handler));
        } catch (RuntimeException e) {
            onFailure(e);
            throw e;
        }
    }

    private final class Metered extends ForwardingStreamHandler {
        Metered(StreamingChatResponseHandler next) {
            super(next);
        }

        @Override
        public void onCompleteResponse(ChatResponse answer) {
            onAnswer(answer);
            super.onCompleteResponse(answer);
        }

        @Override
        public void onError(Throwable error) {
            onFailure(error);
            super.onError(error);
        }
    }
}
