package dev.troupe.agent;

/**
 * An {@link Effect} that settles a request: it replies, rejects, or says openly that the reply comes later.
 *
 * @param <S> the state of the agent
 * @param <R> the type of the answer
 */
@SuppressWarnings("unused") // R makes an answer of the wrong type a compile error.
public sealed interface ReplyEffect<S, R> extends Effect<S> permits Turn {}
