package dev.troupe.agent;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** What the runtime gives an agent when it is activated. Valid as long as the instance. */
public interface AgentContext<P> {
    AgentRef<P> self();

    /**
     * Returns the log of the agent. From its first use in a handler until that returns, what its thread logs has the ids of the
     * agent, the current message and its trace in the MDC ({@code agent}, {@code message}, {@code trace}); what asynchronous
     * stages log has not.
     */
    Logger log();

    /**
     * Returns what is known about the current message.
     *
     * @throws IllegalStateException outside a handler call
     */
    MessageInfo message();

    /**
     * Returns the current turn as the header {@code traceparent} of W3C Trace Context, the parent of spans of your own; empty
     * where nobody wants traces. What the turn sends has it without your doing.
     *
     * @throws IllegalStateException outside a turn
     */
    Optional<String> traceparent();

    /**
     * The only source of time for agents; fixed in tests. It stands still while a handler runs, at the time that a durable
     * agent's turn is stored with, so that the turn can be run again.
     */
    Clock clock();

    /**
     * Runs work that blocks (a file, JDBC, a slow library) away from the agents' threads: on virtual threads where the
     * JVM has them, otherwise on a pool of {@code troupe.blocking.pool-size}. Use it with {@link Agent#await}.
     */
    <T> CompletionStage<T> blocking(Supplier<T> work);

    /**
     * Does something that others see, such as a payment, within a turn that awaits it ({@link Agent#await}, {@link
     * Agent#awaitReply}), and stores its result before that is used. If the turn is attempted again, also by a next life
     * of the agent, the stored result is taken, and {@code effect} is not called.
     *
     * <p>Between the effect and its result in the store the node may end. A {@link Step#repeatable repeatable} step is then
     * done again, with the same key: hand that to whoever does it, to be recognised. One that is to be done {@link
     * Step#once once} ends its turn with the dead letter {@link Failure.Kind#OUTCOME_UNKNOWN} instead; so does one that
     * has thrown, since nobody knows how far it got: return what is known to have failed as a value.
     *
     * <p>The effect runs like {@link #blocking} work. An agent that is not durable stores nothing: it does its steps in
     * each attempt.
     *
     * @param result the class of the result, which is stored as JSON; not null
     * @param effect gets the key of the step: the same in each attempt, and another for each agent, message and step
     * @throws IllegalStateException outside a turn
     */
    <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect);

    /** Does a {@link Step#repeatable repeatable} step. */
    default <T> CompletionStage<T> step(String name, Class<T> result, Function<String, T> effect) {
        return step(Step.repeatable(name), result, effect);
    }

    /**
     * Shows an event to those who {@link AgentRuntime#listen} now, at once and at most once, also if the turn then fails:
     * news of work that goes on. Agents that are subscribed to the topic do not get it; see {@link EffectBuilder#publish}.
     * May be called on any thread while the turn is open; after that it does nothing.
     *
     * @throws IllegalArgumentException if the class of the event is not registered, or its payload is too large
     */
    void show(TopicId topic, Object event);

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
