package dev.troupe.engine;

import dev.troupe.agent.Activation;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.OpenAsks.OpenAsk;
import dev.troupe.journal.StoredState;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Turns an envelope into a call of a handler: reads the payload, adapts a foreign event, dispatches. */
public final class TurnRunner<P, S> {
    private final AgentDefinition<P, S> definition;
    private final MessageTypes types;
    private final TurnContext<P> context;
    private final Handlers<P, S> handlers;
    private final S emptyState;

    private TurnRunner(AgentDefinition<P, S> definition, MessageTypes types, TurnContext<P> context) {
        Activation<P, S> activation = definition.activate(context);
        this.definition = definition;
        this.types = types;
        this.context = context;
        this.handlers = activation.handlers();
        this.emptyState = activation.emptyState();
    }

    /** Activates an agent; throws what its constructor or its handler table throws. */
    public static <P, S> TurnRunner<P, S> activate(
            AgentDefinition<P, S> definition, MessageTypes types, TurnContext<P> context) {
        return new TurnRunner<>(definition, types, context);
    }

    public S emptyState() {
        return emptyState;
    }

    boolean isDurable() {
        return definition.settings().durable();
    }

    /** Returns the form in which a state is stored; throws if it has none. */
    StoredState writeState(S state) {
        return new StoredState(definition.stateVersion(), Json.text(state));
    }

    /**
     * Reads a stored state, of an older version too if the definition can migrate it.
     *
     * @throws IllegalStateException if it cannot be read
     */
    S readState(StoredState stored) {
        try {
            String json = stored.version() == definition.stateVersion()
                    ? stored.json()
                    : definition.migrateState(stored.version(), stored.json());
            return Json.read(json.getBytes(StandardCharsets.UTF_8), definition.stateType());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "state of " + context.self() + ", stored in version " + stored.version()
                            + " (expected: version " + definition.stateVersion() + " of "
                            + definition.stateType().getName() + ", or a migration to it): " + e.getMessage(),
                    e);
        }
    }

    MessageTypes types() {
        return types;
    }

    /**
     * Calls the handler.
     *
     * @param ask the open request that an answer or a failure belongs to
     * @param now what the agent's clock says meanwhile
     * @throws UnreadableException if the message cannot be read, or has no handler here
     */
    Effect<S> run(S state, Delivery delivery, @Nullable OpenAsk ask, long now) {
        context.setDelivery(delivery);
        context.handlerBegins(now);
        try {
            return run(state, delivery.envelope(), ask);
        } finally {
            context.handlerEnded();
        }
    }

    private Effect<S> run(S state, Envelope envelope, @Nullable OpenAsk ask) {
        if (ask == null) {
            return dispatch(state, envelope);
        }
        return envelope.kind() == Envelope.Kind.ANSWER
                ? handlers.dispatchReply(state, ask.request(), types.decode(envelope.payload()))
                : handlers.dispatchFailure(state, ask.request(), Failures.decode(envelope.payload()));
    }

    /** Calls off what the open turn awaits, as far as that can be. Its end comes nevertheless. */
    void cancelTurn(CompletionStage<?> awaited) {
        context.cancelAsks();
        try {
            awaited.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            context.log().debug("What the turn awaits cannot be cancelled; its end is waited for", e);
        }
    }

    void turnEnded() {
        context.setDelivery(null);
    }

    private Effect<S> dispatch(S state, Envelope envelope) {
        Object message = StoredSends.isBucket(envelope.recipient())
                ? StoredSends.passage(envelope)
                : adapted(types.decode(envelope.payload()), envelope.topic());
        var effect = handlers.dispatch(state, message, replyTo(envelope));
        if (effect == null) {
            throw unhandled(envelope);
        }
        return effect;
    }

    private Object adapted(Object message, @Nullable TopicId topic) {
        if (topic == null) {
            return message;
        }
        for (Subscription<P> subscription : definition.subscriptions()) {
            if (subscription.eventType().isInstance(message)
                    && subscription.route(definition.type().name()).matches(topic.type())) {
                return subscription.adapter().apply(message);
            }
        }
        return message;
    }

    private UnreadableException unhandled(Envelope envelope) {
        String how = envelope.topic() == null
                ? "is not of its protocol"
                : "on topic '" + envelope.topic() + "' has no subscription that reads it: "
                        + names(definition.subscriptions());
        return new UnreadableException(Failure.of(
                Failure.Kind.UNHANDLED,
                envelope.recipient() + " has no handler for '"
                        + envelope.payload().type() + "', which " + how));
    }

    private static List<String> names(List<? extends Subscription<?>> subscriptions) {
        return subscriptions.stream()
                .map(subscription -> subscription.eventType().getSimpleName() + " on " + subscription.topic())
                .toList();
    }

    private static ReplyTo<?> replyTo(Envelope envelope) {
        return envelope.asker() == null
                ? ReplyTo.nobody()
                : new ReplyTo<>(envelope.asker().toString(), envelope.id());
    }
}
