package dev.troupe.agent;

import java.util.concurrent.CompletionStage;

/**
 * Base class of agents: an actor whose every turn is a value. Extend it, declare the protocol as a nested sealed
 * interface and the state as a nested record, and return the handlers.
 *
 * <p>One instance serves one {@link AgentId} and is never called concurrently. Keep no mutable fields: whatever must
 * survive a turn belongs in {@code S}. A handler that throws has done nothing: the turn is tried again by the
 * {@link RetryPolicy}, then its message becomes a dead letter, and the agent goes on with its state unchanged.
 *
 * @param <P> the protocol: a sealed interface
 * @param <S> the state: an immutable record
 */
public abstract class Agent<P, S> {
    private final AgentContext<P> context;

    protected Agent(AgentContext<P> context) {
        this.context = context;
    }

    /** The state before the first turn. Called once per activation, before any handler. */
    protected abstract S emptyState();

    /** The handlers. Called once per activation. */
    protected abstract Handlers<P, S> handlers();

    protected final AgentContext<P> context() {
        return context;
    }

    protected final HandlersBuilder<P, S> newHandlersBuilder() {
        return new HandlersBuilder<>(context.self().type().protocol());
    }

    /** Starts the description of a turn. On its own it means: acknowledge, change nothing. */
    protected final EffectBuilder<S> effects() {
        return Turn.empty();
    }

    /**
     * Ends the turn when {@code stage} completes, with the effect it completes with; a stage that fails is a handler
     * that threw. Until then the agent takes no other message and the current one is not acknowledged, so after a crash
     * it is delivered again and the work is repeated. Compute the effect from the state the handler was given: it is
     * still the current one.
     */
    protected final Effect<S> await(CompletionStage<? extends Effect<S>> stage) {
        return Turn.awaiting(stage);
    }

    /** As {@link #await}, for a request. */
    protected final <R> ReplyEffect<S, R> awaitReply(CompletionStage<ReplyEffect<S, R>> stage) {
        return Turn.awaiting(stage);
    }
}
