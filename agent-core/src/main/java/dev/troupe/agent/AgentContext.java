package dev.troupe.agent;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** What the runtime gives an agent when it is activated. Valid as long as the instance. */
public interface AgentContext<P> {
    AgentRef<P> self();

    /** Logs with the agent id and the id of the current message in the MDC ({@code agent}, {@code message}). */
    Logger log();

    /**
     * Returns what is known about the current message.
     *
     * @throws IllegalStateException outside a handler call
     */
    MessageInfo message();

    /** The only source of time for agents; fixed in tests. */
    Clock clock();

    /**
     * Runs work that blocks (a file, JDBC, a slow library) away from the agents' threads: on virtual threads where the
     * JVM has them, otherwise on a pool of {@code troupe.blocking.pool-size}. Use it with {@link Agent#await}.
     */
    <T> CompletionStage<T> blocking(Supplier<T> work);

    /**
     * Asks another agent within a turn that awaits the answer ({@link Agent#await}, {@link Agent#awaitReply}). The
     * request leaves at once, not with the effects of the turn, and is asked again if the turn is attempted again. It
     * carries the headers of the current message on, and has its deadline after {@code timeout}, or with the current
     * message if that is a request and ends before: whoever asked this agent waits no longer either. Delivery is as by
     * {@link AgentRuntime#ask}, and counts towards the same limits of pending messages.
     *
     * <p>Meanwhile this agent takes no message, so a request that comes back to an agent that waits for it could only
     * time out. It fails at once instead, with {@link Failure.Kind#CYCLE} and all agents of the circle. So does asking
     * oneself. What passes through {@code effects().ask} of a turn that defers its own reply is seen too; what an agent
     * asks in a later turn, out of its state, is not, and ends at its deadline. Where a circle is needed, use {@code
     * effects().ask} with {@code onReply}: it blocks nobody.
     *
     * <p>When the current request is cancelled, or this one has timed out or is cancelled by its stage, it is cancelled
     * where it is, as by {@link AgentRuntime#ask}.
     *
     * <p>The stage fails only with {@link AgentException}, as that of {@link AgentRuntime#ask} does. It completes on a
     * thread of the runtime: what depends on it must not block, and brings its result back by the effect that is awaited.
     *
     * @throws IllegalStateException outside a turn
     * @throws IllegalArgumentException if the timeout is not positive, the class of the request is not registered, or
     *     its payload is too large
     */
    <R, Q extends Request<R>> CompletionStage<R> ask(AgentRef<? super Q> target, Q request, Duration timeout);
}
