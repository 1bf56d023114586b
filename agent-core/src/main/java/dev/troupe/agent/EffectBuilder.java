package dev.troupe.agent;

import java.time.Duration;

/**
 * Describes a turn, one operation per call, in the order in which they take effect. Immutable: each method returns a
 * new value, and an unused return value is a bug (the compiler says so). Every value is an {@link Effect}.
 *
 * @param <S> the state of the agent
 */
public sealed interface EffectBuilder<S> extends Effect<S> permits Turn {

    /**
     * Replaces the state.
     *
     * @throws IllegalStateException if called twice in one turn
     */
    EffectBuilder<S> persist(S newState);

    /** Sends after the turn is applied; at least once, in order per target. */
    <M> EffectBuilder<S> send(AgentRef<? super M> target, M message);

    /**
     * Sends with options. A delayed message lives as long as this activation.
     *
     * @throws IllegalArgumentException if they are {@link SendOptions#durable}: what a durable agent sends is stored with
     *     its turn, and what another one sends is not
     */
    <M> EffectBuilder<S> send(AgentRef<? super M> target, M message, SendOptions options);

    /**
     * Sends to an agent that is known only by its id, for example {@link MessageInfo#replyTo}. What the target cannot
     * read becomes a dead letter.
     */
    EffectBuilder<S> send(AgentId target, Object message, SendOptions options);

    /**
     * Sends a request after the turn is applied. The answer arrives as a later turn in the handler given to
     * {@link HandlersBuilder#onReply}, a failure in {@link HandlersBuilder#onFailure}; exactly one of the two is
     * called while this activation lives.
     *
     * @param timeout from the time the turn is applied; then {@link Failure.Kind#TIMEOUT}. In a turn that handles a
     *     request it ends no later than that request's own deadline: nobody would wait for what comes after
     */
    <R, Q extends Request<R>> EffectBuilder<S> ask(AgentRef<? super Q> target, Q request, Duration timeout);

    /**
     * Gives up what this agent has asked {@code target} by {@link #ask} and has no answer to: each such request is
     * cancelled where it is, as by {@link AgentRuntime#ask}. Its end comes all the same, once: {@link
     * HandlersBuilder#onFailure} with {@link Failure.Kind#CANCELLED}, or what came of it if it had ended before. A request
     * whose reply the target has deferred is not touched: tell the target.
     */
    EffectBuilder<S> cancel(AgentRef<?> target);

    /**
     * Publishes after the turn is applied; at least once to every agent that is subscribed then, in order per
     * subscriber. This agent does not get its own event back.
     */
    EffectBuilder<S> publish(TopicId topic, Object event);

    /** Sends {@code message} to this agent itself after {@code delay}: a reminder. It lives as long as the activation. */
    EffectBuilder<S> schedule(Duration delay, Object message);

    /** Answers a request that was deferred in an earlier turn. */
    <R> EffectBuilder<S> reply(ReplyTo<R> replyTo, R answer);

    /** Fails a request that was deferred in an earlier turn. */
    EffectBuilder<S> reject(ReplyTo<?> replyTo, Failure failure);

    /** Ends the turn with the answer to the current request. */
    <R> ReplyEffect<S, R> thenReply(R answer);

    /** Ends the turn by refusing the current request. */
    <R> ReplyEffect<S, R> thenReject(Failure failure);

    /** Ends the turn without an answer; keep the {@link ReplyTo} in state and answer later. */
    <R> ReplyEffect<S, R> thenDeferReply();
}
