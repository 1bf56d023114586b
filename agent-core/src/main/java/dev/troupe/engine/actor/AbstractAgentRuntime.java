package dev.troupe.engine.actor;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.DeadLetters;
import dev.troupe.agent.Fate;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.Request;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.engine.Histories;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.TurnListener;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.engine.ledger.NodeBooks;
import dev.troupe.engine.ledger.NodeLedger;
import dev.troupe.journal.JournalPage;
import dev.troupe.message.Json;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** The calls of {@link AgentRuntime} that mean the same wherever agents live. */
public abstract class AbstractAgentRuntime implements AgentRuntime {
    protected abstract RuntimeCore core();

    /** Tells somebody of all turns of this node's agents from now on. */
    public final void listen(TurnListener listener) {
        core().listen(listener);
    }

    /** Returns what this node has counted since it started. */
    public final EngineCounters counters() {
        return core().counters();
    }

    /** Looks at what the lanes of this node hold, by agent type. It walks all of it; never completes after the end. */
    public final CompletionStage<LaneCensus> census() {
        return core().census();
    }

    /** Returns what the lanes and agents of this node found when they last compared their books. */
    public final NodeLedger ledger() {
        return core().lanes().ledger();
    }

    /** Has all lanes of this node compare their books now. It walks what is unsettled; never completes after the end. */
    public final CompletionStage<NodeBooks> books() {
        return core().lanes().books();
    }

    /** Returns the agents that are loaded on this node. */
    public final ActiveAgents activeAgents() {
        return core().activeAgents();
    }

    /** Returns the actor system of this node, for what runs beside the agents. */
    public abstract ActorSystem<?> system();

    /** Returns what the workers of all gateways serve. */
    protected abstract ServedDirectory served();

    /** Returns what a gateway on this node needs. */
    public final ExternalAgents external() {
        return new ExternalAgents(core(), served());
    }

    /** Returns what is registered on this node. */
    public final List<AgentDefinition<?, ?>> definitions() {
        return core().definitions();
    }

    /** Returns the messages that may travel, as this node knows them now. */
    public final MessageTypes messageTypes() {
        return core().types();
    }

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
        return core().entrance().send(target.id(), core().types().encode(message), options);
    }

    @Override
    public final CompletionStage<Receipt> send(AgentId target, JsonPayload payload, SendOptions options) {
        return core().entrance().send(target, read(payload), options);
    }

    @Override
    @SuppressWarnings("unchecked") // the answer's JSON name was registered for R, or decoding fails
    public final <R, Q extends Request<R>> CompletionStage<R> ask(
            AgentRef<? super Q> target, Q request, Duration timeout) {
        return core().entrance().ask(target.id(), core().types().encode(request), timeout, payload ->
                (R) core().types().decode(payload));
    }

    @Override
    public final CompletionStage<JsonPayload> ask(AgentId target, JsonPayload request, Duration timeout) {
        return core().entrance().ask(target, read(request), timeout, Payload::toJsonPayload);
    }

    /** As {@link #ask(AgentId, JsonPayload, Duration)}, with headers, too. The options have an expiry, after which it fails. */
    public final CompletionStage<JsonPayload> ask(AgentId target, JsonPayload request, SendOptions options) {
        return core().entrance().ask(target, read(request), options, Payload::toJsonPayload);
    }

    @Override
    public final CompletionStage<Publication> publish(TopicId topic, Object event) {
        return core().entrance().publish(topic, core().types().encode(event), SendOptions.DEFAULT);
    }

    @Override
    public final CompletionStage<Publication> publish(TopicId topic, JsonPayload event, SendOptions options) {
        return core().entrance().publish(topic, read(event), options);
    }

    @Override
    public final <M> void tell(AgentRef<? super M> target, M message) {
        var payload = core().types().encode(message);
        core().transport().tell(core().entrance().envelope(target.id(), payload, SendOptions.DEFAULT));
    }

    @Override
    public final DeadLetters deadLetters() {
        return core().deadLetterStore();
    }

    @Override
    public final CompletionStage<Fate> fate(String messageId) {
        return core().unavailable(StoredSends.TYPE).isEmpty()
                ? core().fates().find(messageId)
                : CompletableFuture.failedFuture(new AgentException(StoredSends.UNAVAILABLE));
    }

    /** Tells whether the agents of a type are durable; empty for a type that is not known. */
    public Optional<Boolean> isDurable(String agentType) {
        var definition = core().definition(agentType);
        return definition == null
                ? Optional.empty()
                : Optional.of(definition.settings().durable());
    }

    /** Reads the newest entries of a journal, of at most so many turns; this node need not know the agent's type. */
    public final CompletionStage<JournalPage> newestEntries(AgentId agent, int turns) {
        return core().journals().readNewest(agent, turns);
    }

    /** As {@link #history}, of the newest turns; fewer than {@code limit} where they have many entries each. */
    public final CompletionStage<AgentHistory> newestHistory(AgentId agent, int limit) {
        return ofDurable(agent, () -> core().journals().readNewest(agent, limit));
    }

    @Override
    public final CompletionStage<AgentHistory> history(AgentId agent, long fromTurn, int limit) {
        return ofDurable(agent, () -> core().journals().read(agent, fromTurn, limit));
    }

    private CompletionStage<AgentHistory> ofDurable(AgentId agent, Supplier<CompletionStage<JournalPage>> page) {
        var durable = isDurable(agent.type());
        if (durable.isEmpty() || !durable.get()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("history of " + agent + ": its type is "
                    + (durable.isEmpty() ? "not registered" : "not durable") + " (expected: a durable one)"));
        }
        return page.get().thenApply(Histories::of);
    }

    @Override
    public final CompletionStage<Void> register(AgentDefinition<?, ?> definition) {
        try {
            CompletionStage<Void> hosted = CompletableFuture.completedFuture(null);
            for (var added : core().addAll(List.of(definition))) {
                hosted = hosted.thenCompose(done -> host(added));
            }
            return hosted;
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Makes a definition that the core has known reachable. */
    protected abstract CompletionStage<Void> host(AgentDefinition<?, ?> definition);

    private Payload read(JsonPayload payload) {
        Json.requireWellFormed(payload.json());
        return core().types().requireSize(Payload.of(payload));
    }
}
