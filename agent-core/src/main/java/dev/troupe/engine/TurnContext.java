package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.MessageInfo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Step;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of one activation. It knows the current message while a turn is open. */
public class TurnContext<P> implements AgentContext<P> {

    /** What an open turn does at once, not with its effects. Thread-safe: the turn may go on elsewhere than it began. */
    @FunctionalInterface
    public interface Immediate {
        /**
         * Completes with the answer; cancelling it cancels the request.
         *
         * @param current the message of the turn
         */
        CompletableFuture<?> ask(Envelope current, AgentId target, Request<?> request, Duration timeout);

        /** Shows an event to live listeners, if there can be any. */
        default void show(AgentId sender, TopicId topic, Object event) {}

        /** Tells whether somebody wants to know which trace a turn belongs to. */
        default boolean traced() {
            return false;
        }
    }

    /** Does the steps of an open turn. Thread-safe. */
    @FunctionalInterface
    public interface Steps {
        /** Completes the result of {@code run}, later. */
        void run(StepRun run);
    }

    private final AgentRef<P> self;
    private final TurnClock clock;
    private final Executor blockingExecutor;
    private final Immediate immediate;
    private final Steps steps;
    private final TurnLog log;
    private volatile @Nullable Delivery delivery;
    /** What the open turn has asked; null before it asks. Changed under the lock of this. */
    private volatile @Nullable List<CompletableFuture<?>> asked;

    /** For an agent without a runtime. */
    public TurnContext(AgentRef<P> self, Clock clock, Executor blockingExecutor) {
        this(
                self,
                clock,
                blockingExecutor,
                (current, target, request, timeout) -> {
                    throw new IllegalStateException(
                            "context().ask: " + target + " (expected: none, there is no runtime)");
                },
                inEachAttempt(blockingExecutor));
    }

    public TurnContext(AgentRef<P> self, Clock clock, Executor blockingExecutor, Immediate immediate, Steps steps) {
        this.self = self;
        this.clock = new TurnClock(clock);
        this.blockingExecutor = blockingExecutor;
        this.immediate = immediate;
        this.steps = steps;
        this.log = new TurnLog(
                LoggerFactory.getLogger("troupe.agent." + self.type().name()));
    }

    /** Returns what does the steps of an agent that is not durable. */
    public static Steps inEachAttempt(Executor executor) {
        return run -> run.start(executor, (json, thrown) -> {
            if (json != null) {
                run.result().complete(json);
            } else {
                run.result().completeExceptionally(requireNonNull(thrown, "thrown"));
            }
        });
    }

    /** Says which message the next handler call is about; null when the turn has ended. */
    public void setDelivery(@Nullable Delivery newDelivery) {
        delivery = newDelivery;
        if (asked != null) {
            forgetAsks();
        }
    }

    /** A handler is about to be called on this thread: the time stands still while it runs. */
    final void handlerBegins(long now) {
        clock.stop(now);
        log.began();
    }

    final void handlerEnded() {
        clock.letRun();
        log.ended();
    }

    /** Cancels what the open turn has asked, and lets it ask nothing more. */
    void cancelAsks() {
        delivery = null;
        forgetAsks().forEach(each -> each.cancel(true));
    }

    private synchronized List<CompletableFuture<?>> forgetAsks() {
        var forgotten = asked;
        asked = null;
        return forgotten == null ? List.of() : forgotten;
    }

    @Override
    public AgentRef<P> self() {
        return self;
    }

    @Override
    public Logger log() {
        return log.log(delivery);
    }

    @Override
    public MessageInfo message() {
        return current("message").info();
    }

    @Override
    public Optional<String> traceparent() {
        var current = current("traceparent").envelope();
        return immediate.traced() ? Optional.of(TraceParent.ofTurn(current).header()) : Optional.empty();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public <T> CompletionStage<T> blocking(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, blockingExecutor);
    }

    @Override
    public <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect) {
        String messageId = current("step").envelope().id();
        String key = self.id() + "#" + messageId + "#" + step.name();
        var run = new StepRun(messageId, step, () -> Json.text(effect.apply(key)), new CompletableFuture<>());
        steps.run(run);
        return run.result().thenApply(json -> Json.parse(json, result));
    }

    @Override
    public void show(TopicId topic, Object event) {
        if (delivery != null) {
            immediate.show(self.id(), topic, event);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the answer's JSON name was registered for R, or decoding fails
    public synchronized <R, Q extends Request<R>> CompletionStage<R> ask(
            AgentRef<? super Q> target, Q request, Duration timeout) {
        var current = passedOn(current("ask").envelope());
        var answer = immediate.ask(current, target.id(), request, Entrance.requirePositive(timeout));
        List<CompletableFuture<?>> all = asked == null ? new ArrayList<>(2) : new ArrayList<>(asked);
        all.removeIf(CompletableFuture::isDone);
        all.add(answer);
        asked = all;
        return (CompletionStage<R>) answer;
    }

    private Envelope passedOn(Envelope current) {
        return immediate.traced()
                ? current.withHeaders(TraceParent.ofTurn(current).in(current.headers()))
                : current;
    }

    private Delivery current(String call) {
        var current = delivery;
        if (current == null) {
            throw new IllegalStateException(
                    "context()." + call + "(): no turn is open (expected: a call from a handler)");
        }
        return current;
    }
}
