package dev.troupe.testkit;

import dev.troupe.agent.Activation;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.Turn;
import dev.troupe.agent.Turn.Out;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnContext;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one agent on the calling thread, turn by turn, without a runtime. Every message and every state is copied through
 * its JSON, so a type that cannot travel fails the first unit test instead of the first rebalance. A handler that throws
 * throws here. Not thread-safe.
 */
public final class AgentTestKit<P, S> {
    /** How long an awaited stage may take. */
    private static final int AWAIT_SECONDS = 10;

    private static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** Stands for the payload of the current message: its handler is given the message itself. */
    private static final Payload NO_PAYLOAD = new Payload("", new byte[0]);

    private record Reminder(Instant due, Object message) {}

    private final AgentDefinition<P, S> definition;
    private final MessageTypes types;
    private final TestClock clock;
    private final TurnContext<P> context;
    private final Activation<P, S> agent;
    private final Map<Class<?>, Function<Object, Object>> awaitedAnswers = new HashMap<>();
    private final List<Out.Ask> asks = new ArrayList<>();
    private final List<Reminder> reminders = new ArrayList<>();
    private S state;
    private int lastId;

    private AgentTestKit(AgentDefinition<P, S> definition, String key, TestClock clock) {
        this.definition = definition;
        this.types = MessageTypes.of(List.of(definition), MAX_PAYLOAD_BYTES);
        this.clock = clock;
        this.context = new TurnContext<>(
                definition.type().ref(key),
                clock,
                Runnable::run,
                this::answerAwaited,
                TurnContext.inEachAttempt(Runnable::run));
        this.agent = definition.activate(context);
        this.state = copy(agent.emptyState());
    }

    /** Activates the agent with {@code key}; its clock stands at the epoch. */
    public static <P, S> AgentTestKit<P, S> of(AgentDefinition<P, S> definition, String key) {
        return of(definition, key, new TestClock());
    }

    public static <P, S> AgentTestKit<P, S> of(AgentDefinition<P, S> definition, String key, TestClock clock) {
        return new AgentTestKit<>(definition, key, clock);
    }

    public S state() {
        return state;
    }

    /** Delivers a one-way message, or a request that nobody waits for. */
    public Turn<S, ?> send(P message) {
        return deliver(message, ReplyTo.nobody(), null);
    }

    /** Delivers the same message again, as if the runtime had failed to drop the duplicate. */
    public Turn<S, ?> sendAgain(P message) {
        lastId--;
        return send(message);
    }

    /** Delivers a request; the answer is in the turn. */
    public <R, Q extends Request<R>> Turn<S, ?> ask(Q request) {
        return deliver(request, new ReplyTo<R>("test/asker", "m-" + (lastId + 1)), null);
    }

    /** Delivers an event that the agent is subscribed to, through the adapter of its subscription. */
    public Turn<S, ?> receive(TopicId topic, Object event) {
        for (var subscription : definition.subscriptions()) {
            if (subscription.eventType().isInstance(event)
                    && subscription.route(definition.type().name()).matches(topic.type())) {
                return deliver(subscription.adapter().apply(travelled(event)), ReplyTo.nobody(), topic);
            }
        }
        throw new AssertionError(definition.type().name() + " has no subscription on '" + topic.type() + "' for "
                + event.getClass().getName());
    }

    /** Answers the oldest open request of the class {@code asked}. */
    public <R, Q extends Request<R>> Turn<S, ?> answer(Class<Q> asked, R answer) {
        var request = take(asked).request();
        begin(null);
        return apply(agent.handlers().dispatchReply(state, request, copy(answer)));
    }

    /** Fails the oldest open request of the class {@code asked}. */
    public Turn<S, ?> fail(Class<? extends Request<?>> asked, Failure failure) {
        var request = take(asked).request();
        begin(null);
        return apply(agent.handlers().dispatchFailure(state, request, failure));
    }

    /**
     * Says what the requests of the class {@code asked} that a turn awaits ({@code context().ask}) are answered with,
     * from now on: such a turn is over when {@link #send} or {@link #ask} returns. What {@code answer} throws fails the
     * awaited stage: an {@link AgentException} carries the failure.
     */
    public <R, Q extends Request<R>> AgentTestKit<P, S> answerAwaited(
            Class<Q> asked, Function<? super Q, ? extends R> answer) {
        awaitedAnswers.put(asked, request -> copy(answer.apply(asked.cast(request))));
        return this;
    }

    /** Lets time pass; returns the turns of the reminders that became due, in order. */
    public List<Turn<S, ?>> advance(Duration time) {
        clock.advance(time);
        var due = reminders.stream()
                .filter(reminder -> !reminder.due().isAfter(clock.instant()))
                .sorted(Comparator.comparing(Reminder::due))
                .toList();
        reminders.removeAll(due);
        List<Turn<S, ?>> turns = new ArrayList<>();
        due.forEach(reminder -> turns.add(deliver(reminder.message(), ReplyTo.nobody(), null)));
        return turns;
    }

    private Turn<S, ?> deliver(Object message, ReplyTo<?> replyTo, @Nullable TopicId topic) {
        Object arrived = topic == null ? travelled(message) : message;
        begin(topic);
        var effect = agent.handlers().dispatch(state, arrived, replyTo);
        if (effect == null) {
            throw new AssertionError(definition.type().name() + " has no handler for " + message);
        }
        return apply(effect);
    }

    private void begin(@Nullable TopicId topic) {
        var message = new Envelope(
                "m-" + ++lastId,
                Envelope.Kind.MESSAGE,
                context.self().id(),
                null,
                topic,
                NO_PAYLOAD,
                null,
                null,
                null,
                clock.instant().plus(Duration.ofMinutes(5)).toEpochMilli(),
                Map.of());
        context.setDelivery(Delivery.local(message, 1));
    }

    private CompletableFuture<Object> answerAwaited(
            Envelope current, AgentId target, Request<?> request, Duration timeout) {
        var answer = awaitedAnswers.get(request.getClass());
        if (answer == null) {
            throw new AssertionError("no answer for the awaited "
                    + request.getClass().getSimpleName() + " to " + target + " (expected: answerAwaited)");
        }
        try {
            return CompletableFuture.completedFuture(answer.apply(copy(request)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Turn<S, ?> apply(Effect<S> effect) {
        Turn<S, ?> turn = Turn.of(effect);
        if (turn.awaited().isPresent()) {
            return apply(awaited(turn));
        }
        context.setDelivery(null);
        turn.newState().ifPresent(next -> state = copy(next));
        turn.out().forEach(this::note);
        return turn;
    }

    private Effect<S> awaited(Turn<S, ?> turn) {
        try {
            return turn.awaited()
                    .orElseThrow()
                    .toCompletableFuture()
                    .orTimeout(AWAIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError("the awaited stage did not complete within " + AWAIT_SECONDS + " s", e);
        }
    }

    private void note(Out out) {
        if (out instanceof Out.Ask ask) {
            asks.add(new Out.Ask(ask.target(), copy(ask.request()), ask.timeout()));
        } else if (out instanceof Out.Schedule schedule) {
            remind(schedule.delay(), schedule.message());
        } else if (out instanceof Out.Send send && isSelf(send.target())) {
            remind(send.options().delay(), send.message());
        }
    }

    private boolean isSelf(AgentId target) {
        return target.equals(context.self().id());
    }

    private void remind(Duration delay, Object message) {
        reminders.add(new Reminder(clock.instant().plus(delay), message));
    }

    private Out.Ask take(Class<?> asked) {
        for (Out.Ask ask : asks) {
            if (asked.isInstance(ask.request())) {
                asks.remove(ask);
                return ask;
            }
        }
        throw new AssertionError("no open request of " + asked.getSimpleName() + " (open: " + asks + ")");
    }

    /** Encodes and decodes as between two agents: a class that is not registered fails here. */
    private Object travelled(Object message) {
        return types.decode(types.encode(message));
    }

    @SuppressWarnings("unchecked") // the class of a T reads a T
    private static <T> T copy(T value) {
        return Json.copy(value, (Class<T>) value.getClass());
    }
}
