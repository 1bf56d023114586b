package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of effects: the operations of a turn, as data. Runtimes and tests read it; handlers only
 * build it.
 */
public final class Turn<S, R> implements EffectBuilder<S>, ReplyEffect<S, R> {

    /** One outgoing operation. */
    public sealed interface Out {
        /** A message to an agent. */
        record Send(AgentId target, Object message, SendOptions options) implements Out {}

        /** A request whose answer becomes a turn of its own. */
        record Ask(AgentId target, Request<?> request, Duration timeout) implements Out {}

        /** The end of the requests to an agent that are not answered. */
        record Cancel(AgentId target) implements Out {}

        /** An event for whoever is subscribed. */
        record Publish(TopicId topic, Object event) implements Out {}

        /** A message to the agent itself, later. */
        record Schedule(Duration delay, Object message) implements Out {}

        /** The answer to a request that was deferred. */
        record Reply(ReplyTo<?> replyTo, Object answer) implements Out {}

        /** The refusal of a request that was deferred. */
        record Reject(ReplyTo<?> replyTo, Failure failure) implements Out {}
    }

    /** How the current request is settled. */
    public sealed interface Settlement {
        /** With an answer. */
        record Replied(Object answer) implements Settlement {}

        /** With a refusal. */
        record Rejected(Failure failure) implements Settlement {}

        /** In a later turn. */
        record Deferred() implements Settlement {}
    }

    private static final Turn<?, ?> EMPTY = new Turn<>(null, List.of(), null, null);

    private final @Nullable S state;
    private final List<Out> out;
    private final @Nullable Settlement settlement;
    private final @Nullable CompletionStage<? extends Effect<S>> awaited;

    private Turn(
            @Nullable S state,
            List<Out> out,
            @Nullable Settlement settlement,
            @Nullable CompletionStage<? extends Effect<S>> awaited) {
        this.state = state;
        this.out = out;
        this.settlement = settlement;
        this.awaited = awaited;
    }

    @SuppressWarnings("unchecked")
    static <S> EffectBuilder<S> empty() {
        return (Turn<S, Object>) EMPTY;
    }

    static <S, R> Turn<S, R> awaiting(CompletionStage<? extends Effect<S>> stage) {
        return new Turn<>(null, List.of(), null, requireNonNull(stage, "stage"));
    }

    /** Returns the turn that {@code effect} is. Every effect is one. */
    @SuppressWarnings("unchecked")
    public static <S> Turn<S, ?> of(Effect<S> effect) {
        return (Turn<S, ?>)
                requireNonNull(effect, "effect: null (expected: effects()…, also for a turn that does nothing)");
    }

    /** Returns the new state; empty if the turn leaves it as it is. */
    public Optional<S> newState() {
        return Optional.ofNullable(state);
    }

    /** Returns the outgoing operations, in order. */
    public List<Out> out() {
        return out;
    }

    /** Returns how the current request is settled; empty for a message that is no request. */
    public Optional<Settlement> settlement() {
        return Optional.ofNullable(settlement);
    }

    /** Returns the stage whose effect takes this one's place; empty for a turn that is complete. */
    public Optional<CompletionStage<? extends Effect<S>>> awaited() {
        return Optional.ofNullable(awaited);
    }

    @Override
    public EffectBuilder<S> persist(S newState) {
        if (state != null) {
            throw new IllegalStateException("persist: called twice in one turn (expected: at most once)");
        }
        return new Turn<S, R>(requireNonNull(newState, "newState"), out, settlement, awaited);
    }

    @Override
    public <M> EffectBuilder<S> send(AgentRef<? super M> target, M message) {
        return send(target, message, SendOptions.DEFAULT);
    }

    @Override
    public <M> EffectBuilder<S> send(AgentRef<? super M> target, M message, SendOptions options) {
        return send(target.id(), message, options);
    }

    @Override
    public EffectBuilder<S> send(AgentId target, Object message, SendOptions options) {
        if (options.isDurable()) {
            throw new IllegalArgumentException("options to send to " + target
                    + ": durable (expected: not inside of an agent; make the agent durable, then what it sends is stored"
                    + " with its turn)");
        }
        return plus(new Out.Send(target, requireNonNull(message, "message"), options));
    }

    @Override
    public <A, Q extends Request<A>> EffectBuilder<S> ask(AgentRef<? super Q> target, Q request, Duration timeout) {
        return plus(new Out.Ask(target.id(), requireNonNull(request, "request"), requirePositive(timeout)));
    }

    @Override
    public EffectBuilder<S> cancel(AgentRef<?> target) {
        return plus(new Out.Cancel(target.id()));
    }

    @Override
    public EffectBuilder<S> publish(TopicId topic, Object event) {
        return plus(new Out.Publish(requireNonNull(topic, "topic"), requireNonNull(event, "event")));
    }

    @Override
    public EffectBuilder<S> schedule(Duration delay, Object message) {
        return plus(new Out.Schedule(requireNonNull(delay, "delay"), requireNonNull(message, "message")));
    }

    @Override
    public <A> EffectBuilder<S> reply(ReplyTo<A> replyTo, A answer) {
        return plus(new Out.Reply(replyTo, requireNonNull(answer, "answer")));
    }

    @Override
    public EffectBuilder<S> reject(ReplyTo<?> replyTo, Failure failure) {
        return plus(new Out.Reject(replyTo, requireNonNull(failure, "failure")));
    }

    @Override
    public <A> ReplyEffect<S, A> thenReply(A answer) {
        return settle(new Settlement.Replied(requireNonNull(answer, "answer")));
    }

    @Override
    public <A> ReplyEffect<S, A> thenReject(Failure failure) {
        return settle(new Settlement.Rejected(requireNonNull(failure, "failure")));
    }

    @Override
    public <A> ReplyEffect<S, A> thenDeferReply() {
        return settle(new Settlement.Deferred());
    }

    private static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        return timeout;
    }

    private Turn<S, R> plus(Out operation) {
        List<Out> more = new ArrayList<>(out);
        more.add(operation);
        return new Turn<>(state, List.copyOf(more), settlement, awaited);
    }

    private <T> Turn<S, T> settle(Settlement how) {
        return new Turn<>(state, out, how, awaited);
    }
}
