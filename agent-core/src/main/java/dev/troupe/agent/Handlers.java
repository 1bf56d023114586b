package dev.troupe.agent;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The complete, immutable handler table of one agent class. Made by {@link HandlersBuilder#build}. */
public final class Handlers<P, S> {

    /** Handles a one-way message. Runs on the agent's own thread of control; never concurrently. */
    @FunctionalInterface
    public interface MessageHandler<S, M> {
        Effect<S> handle(S state, M message);
    }

    /** Handles a request. The return type makes forgetting the reply a compile error. */
    @FunctionalInterface
    public interface RequestHandler<S, Q, R> {
        ReplyEffect<S, R> handle(S state, Q request, ReplyTo<R> replyTo);
    }

    /** Handles the answer to a request that this agent asked in an earlier turn. */
    @FunctionalInterface
    public interface ReplyHandler<S, Q, R> {
        Effect<S> handle(S state, Q asked, R answer);
    }

    /** Handles the failure of a request that this agent asked in an earlier turn. */
    @FunctionalInterface
    public interface FailureHandler<S, Q> {
        Effect<S> handle(S state, Q asked, Failure failure);
    }

    private final Map<Class<?>, MessageHandler<S, Object>> messages;
    private final Map<Class<?>, RequestHandler<S, Object, Object>> requests;
    private final Map<Class<?>, ReplyHandler<S, Object, Object>> replies;
    private final Map<Class<?>, FailureHandler<S, Object>> failures;

    Handlers(HandlersBuilder<P, S> builder) {
        this.messages = Map.copyOf(builder.messages);
        this.requests = Map.copyOf(builder.requests);
        this.replies = Map.copyOf(builder.replies);
        this.failures = Map.copyOf(builder.failures);
    }

    /** Calls the handler of {@code message}; null if there is none. */
    @SuppressWarnings("unchecked")
    public @Nullable Effect<S> dispatch(S state, Object message, ReplyTo<?> replyTo) {
        var request = requests.get(message.getClass());
        if (request != null) {
            return request.handle(state, message, (ReplyTo<Object>) replyTo);
        }
        var handler = messages.get(message.getClass());
        return handler == null ? null : handler.handle(state, message);
    }

    /**
     * Calls the reply handler for the answer to {@code asked}.
     *
     * @throws IllegalStateException if the agent has none for this request
     */
    public Effect<S> dispatchReply(S state, Object asked, Object answer) {
        return require(replies.get(asked.getClass()), "onReply", asked).handle(state, asked, answer);
    }

    /**
     * Calls the failure handler for {@code asked}.
     *
     * @throws IllegalStateException if the agent has none for this request
     */
    public Effect<S> dispatchFailure(S state, Object asked, Failure failure) {
        return require(failures.get(asked.getClass()), "onFailure", asked).handle(state, asked, failure);
    }

    private static <H> H require(@Nullable H handler, String kind, Object asked) {
        if (handler == null) {
            throw new IllegalStateException(
                    "no " + kind + " handler for the asked " + asked.getClass().getName() + " (add one to handlers())");
        }
        return handler;
    }
}
