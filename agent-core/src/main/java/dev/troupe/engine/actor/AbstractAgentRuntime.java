package dev.troupe.engine.actor;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.DeadLetters;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Publication;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.Request;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.engine.Times;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The calls of {@link AgentRuntime} that mean the same wherever agents live. */
public abstract class AbstractAgentRuntime implements AgentRuntime {
    protected abstract RuntimeCore core();

    /** Returns the routes of a definition, each once. */
    protected static Set<TopicSubscription> routes(AgentDefinition<?, ?> definition) {
        Set<TopicSubscription> routes = new LinkedHashSet<>();
        definition
                .subscriptions()
                .forEach(subscription ->
                        routes.add(subscription.route(definition.type().name())));
        return routes;
    }

    @Override
    public final <M> CompletionStage<Receipt> send(AgentRef<? super M> target, M message) {
        return send(target, message, SendOptions.DEFAULT);
    }

    @Override
    public final <M> CompletionStage<Receipt> send(AgentRef<? super M> target, M message, SendOptions options) {
        return send(target.id(), core().types().encode(message), options);
    }

    @Override
    public final CompletionStage<Receipt> send(AgentId target, JsonPayload payload, SendOptions options) {
        return send(target, read(payload), options);
    }

    @Override
    @SuppressWarnings("unchecked") // the answer's JSON name was registered for R, or decoding fails
    public final <R, Q extends Request<R>> CompletionStage<R> ask(
            AgentRef<? super Q> target, Q request, Duration timeout) {
        return ask(target.id(), core().types().encode(request), timeout)
                .thenApply(payload -> (R) core().types().decode(payload));
    }

    @Override
    public final CompletionStage<JsonPayload> ask(AgentId target, JsonPayload request, Duration timeout) {
        return ask(target, read(request), timeout).thenApply(Payload::toJsonPayload);
    }

    @Override
    public final CompletionStage<Publication> publish(TopicId topic, Object event) {
        return publish(topic, core().types().encode(event), SendOptions.DEFAULT);
    }

    @Override
    public final CompletionStage<Publication> publish(TopicId topic, JsonPayload event, SendOptions options) {
        return publish(topic, read(event), options);
    }

    @Override
    public final <M> void tell(AgentRef<? super M> target, M message) {
        var payload = core().types().encode(message);
        core().transport().tell(envelope(target.id(), payload, SendOptions.DEFAULT, null));
    }

    @Override
    public final DeadLetters deadLetters() {
        return core().deadLetterStore();
    }

    @Override
    public final CompletionStage<Void> register(AgentDefinition<?, ?> definition) {
        try {
            core().add(definition);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return host(definition);
    }

    /** Makes a definition that the core has known reachable. */
    protected abstract CompletionStage<Void> host(AgentDefinition<?, ?> definition);

    private CompletionStage<Receipt> send(AgentId target, Payload payload, SendOptions options) {
        var envelope = envelope(target, payload, options, null);
        var refusal = refusal(target);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        return post(envelope);
    }

    private CompletionStage<Receipt> post(Envelope envelope) {
        var open = core().receipts().open();
        core().post(envelope, (sent, outcome) -> {
            core().pending().leave(sent.recipient());
            core().receipts().complete(open, outcome.receipt(sent.id(), sent.recipient()));
        });
        return open.receipt();
    }

    private CompletionStage<Payload> ask(AgentId target, Payload request, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        var envelope = envelope(target, request, SendOptions.DEFAULT.withExpiry(timeout), core().outside());
        var refusal = refusal(target);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        var answer = core().requests().open(envelope.id(), timeout);
        core().post(envelope, (sent, outcome) -> {
            core().pending().leave(sent.recipient());
            if (outcome.failure() != null) {
                core().requests().complete(sent.id(), Answer.of(outcome.failure()));
            } else if (outcome.answer() != null) {
                core().requests().complete(sent.id(), outcome.answer());
            }
        });
        return answer;
    }

    private CompletionStage<Publication> publish(TopicId topic, Payload event, SendOptions options) {
        requireNoDelay(options);
        String id = options.messageId() == null ? core().newId() : options.messageId();
        core().showLive(new PublishedEvent(id, topic, Optional.empty(), event.toJsonPayload()));
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (AgentId subscriber : core().subscribers(topic)) {
            receipts.add(deliver(subscriber, topic, event, options.withMessageId(id + "@" + subscriber.type()))
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new))
                .thenApply(all -> new Publication(
                        id,
                        topic,
                        receipts.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<Receipt> deliver(AgentId subscriber, TopicId topic, Payload event, SendOptions options) {
        var envelope = envelope(subscriber, event, options, null).withTopic(topic);
        var full = core().pending().enter(subscriber);
        if (full != null) {
            return CompletableFuture.completedFuture(Receipt.rejected(envelope.id(), subscriber, full.failure()));
        }
        return post(envelope);
    }

    /** Says why the target gets nothing now; otherwise has counted the message as pending. */
    private @Nullable AgentException refusal(AgentId target) {
        if (core().receipts().isClosed()) {
            return new AgentException(Failure.of(Failure.Kind.UNAVAILABLE, "the runtime is closed"));
        }
        var unavailable = core().unavailable(target.type());
        return unavailable.isPresent()
                ? new AgentException(unavailable.get())
                : core().pending().enter(target);
    }

    private Payload read(JsonPayload payload) {
        Json.requireWellFormed(payload.json());
        return core().types().requireSize(Payload.of(payload));
    }

    private Envelope envelope(AgentId target, Payload payload, SendOptions options, @Nullable AgentId asker) {
        requireNoDelay(options);
        Duration expiry = options.expiry();
        long delivery = expiry == null ? core().settings().agents().limits().expiry() : Times.millis(expiry);
        return new Envelope(
                options.messageId() == null ? core().newId() : options.messageId(),
                Envelope.Kind.MESSAGE,
                requireNonNull(target, "target"),
                null,
                null,
                payload,
                asker,
                options.replyTo(),
                options.correlationId(),
                Times.after(core().clock().millis(), delivery),
                options.headers());
    }

    private static void requireNoDelay(SendOptions options) {
        if (!options.delay().isZero()) {
            throw new IllegalArgumentException("delay: " + options.delay()
                    + " (expected: none from outside; a delayed message belongs to an agent, see effects().schedule)");
        }
    }
}
