package dev.troupe.agent;

/**
 * A message that is answered with exactly one {@code R} or a {@link Failure}.
 *
 * @param <R> the type of the answer
 */
@SuppressWarnings("unused") // R is what ties a request to its answer; it has no member on purpose.
public interface Request<R> {}
