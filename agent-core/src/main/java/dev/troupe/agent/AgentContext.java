package dev.troupe.agent;

import java.time.Clock;
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
}
