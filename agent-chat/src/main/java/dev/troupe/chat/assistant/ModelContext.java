package dev.troupe.chat.assistant;

import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which of the remembered messages a model sees. Pure. What an assistant remembers stays complete; a result whose call is
 * not shown is not shown either, nor is a call without its results, whatever a context chooses.
 */
@FunctionalInterface
public interface ModelContext {
    /** Returns what the model sees, in order; the system message is not among it. */
    List<LlmMessage> view(List<LlmMessage> remembered);

    /** Everything. */
    static ModelContext unbounded() {
        return remembered -> remembered;
    }

    /**
     * The last so many messages.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    static ModelContext lastN(int count) {
        return new ModelContexts.LastN(count);
    }

    /**
     * The first and the last messages, and between them how many were skipped.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    static ModelContext headAndTail(int head, int tail) {
        return new ModelContexts.HeadAndTail(head, tail);
    }

    /**
     * As many messages as have so many tokens together; those in the middle are left out first.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    static ModelContext tokenLimited(int tokens, TokenCountEstimator estimator) {
        return tokenLimited(tokens, message -> estimator.estimateTokenCountInMessages(ModelMessages.of(message)));
    }

    /** As {@link #tokenLimited(int, TokenCountEstimator)}, with the tokens of each message. */
    static ModelContext tokenLimited(int tokens, ToIntFunction<LlmMessage> estimate) {
        return new ModelContexts.TokenLimited(tokens, estimate);
    }
}
