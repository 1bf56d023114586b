package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.Request;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.delivery.Times;
import dev.troupe.engine.Fates;
import dev.troupe.engine.Settings;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.message.MessageTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A simulated cluster as a workload sees it. Calls mean what they mean in {@link dev.troupe.agent.AgentRuntime}; a call
 * at a node that is down fails with {@code UNAVAILABLE}. Nodes count from 0. Stages complete within the run.
 */
public final class World {

    record Setup(long seed, int nodes, Faults faults, Duration settleWithin, List<AgentDefinition<?, ?>> definitions) {}

    /** A request from outside, at a node that may end before it. */
    private record Asked(SimulatedNode node, CompletionStage<?> answer, long deadline) {
        boolean open() {
            return node.alive() && !answer.toCompletableFuture().isDone();
        }
    }

    private static final long HEARTBEAT_MILLIS = 500;

    private final Setup setup;
    private final Settings settings;
    private final Parts parts;
    private final Timeline timeline = new Timeline();
    private final History history = new History(timeline);
    private final Checkers checkers = new Checkers();
    private final SplittableRandom agentRandom;
    private final SplittableRandom workRandom;
    private final Network network;
    private final Placement placement;
    private final SimulatedJournal journal;
    private final Fates fates;
    private final FaultScript faultScript;
    private final MessageTypes types;
    private final SubscriptionTable subscriptions;
    private final Map<String, AgentDefinition<?, ?>> definitions = new LinkedHashMap<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private long lastLife;
    private long lastPosting;
    private long calmSince;
    private int workLeft;
    private boolean quiet;

    World(Setup setup, Settings settings, Parts parts, SplittableRandom random) {
        this.setup = setup;
        this.settings = settings;
        this.parts = parts;
        this.fates = new Fates(parts.fates(this), timeline);
        Set<TopicSubscription> routes = new LinkedHashSet<>();
        if (setup.definitions().stream()
                .anyMatch(definition -> definition.settings().durable())) {
            definitions.put(StoredSends.TYPE, StoredSends.definition(fates));
        }
        for (var definition : setup.definitions()) {
            definitions.put(definition.type().name(), definition);
            definition
                    .subscriptions()
                    .forEach(each -> routes.add(each.route(definition.type().name())));
        }
        this.types = MessageTypes.of(definitions.values(), settings.maxPayloadBytes());
        this.subscriptions = SubscriptionTable.of(routes);
        this.agentRandom = random.split();
        this.workRandom = random.split();
        this.network = new Network(timeline, history, setup.faults(), random.split());
        this.placement = new Placement(this, setup.faults(), random.split());
        this.faultScript = new FaultScript(this, setup.faults(), random.split());
        this.journal = parts.journal(this, random.split());
        this.calmSince = setup.faults().until().toMillis();
        for (int node = 1; node <= setup.nodes(); node++) {
            nodes.add(parts.node(this, "n" + node, ++lastLife));
        }
    }

    /** Lets something happen at a virtual time from the start. */
    public void at(Duration time, Runnable work) {
        workLeft++;
        calmSince = Math.max(calmSince, time.toMillis());
        timeline.at(time.toMillis(), () -> {
            workLeft--;
            work.run();
        });
    }

    /** Returns how many nodes there are, up or down. */
    public int nodeCount() {
        return nodes.size();
    }

    /** Returns the randomness of the workload: the same for the same seed, whatever else happens. */
    public RandomGenerator random() {
        return workRandom;
    }

    public Clock clock() {
        return timeline;
    }

    /** Sends from outside, at a node. */
    public <M> CompletionStage<Receipt> send(int node, AgentRef<? super M> target, M message) {
        return send(node, target, message, SendOptions.DEFAULT);
    }

    public <M> CompletionStage<Receipt> send(int node, AgentRef<? super M> target, M message, SendOptions options) {
        var payload = types.encode(message);
        return on(node, up -> up.entrance().send(target.id(), payload, options));
    }

    @SuppressWarnings("unchecked") // the answer's JSON name was registered for R, or decoding fails
    public <R, Q extends Request<R>> CompletionStage<R> ask(
            int node, AgentRef<? super Q> target, Q request, Duration timeout) {
        var payload = types.encode(request);
        CompletionStage<R> answer =
                on(node, up -> up.entrance().ask(target.id(), payload, timeout, json -> (R) types.decode(json)));
        asked.add(new Asked(nodes.get(node), answer, Times.after(now(), timeout)));
        return answer;
    }

    public CompletionStage<Publication> publish(int node, TopicId topic, Object event) {
        var payload = types.encode(event);
        return on(node, up -> up.entrance().publish(topic, payload, SendOptions.DEFAULT));
    }

    /** Returns the state of an agent where it lives now; empty if it is not loaded. */
    public <S> Optional<S> state(AgentRef<?> agent, Class<S> type) {
        var live = placement.current(agent.id());
        return live == null || live.recovering()
                ? Optional.empty()
                : Optional.of(type.cast(live.machine().state()));
    }

    /**
     * Returns what is stored as the state of a durable agent, loaded or not.
     *
     * @throws IllegalStateException if nothing is
     */
    public <S> S stored(AgentRef<?> agent, Class<S> type) {
        var state = journal.stored(agent.id()).snapshot().state();
        if (state == null) {
            throw new IllegalStateException("state of " + agent + ": none is stored");
        }
        return Json.parse(state.json(), type);
    }

    private <T> CompletionStage<T> on(int index, Function<SimulatedNode, CompletionStage<T>> call) {
        var node = nodes.get(index);
        return node.alive()
                ? call.apply(node)
                : CompletableFuture.failedFuture(
                        new AgentException(Failure.of(Failure.Kind.UNAVAILABLE, node.name() + " is down")));
    }

    void run(Consumer<World> workload, Consumer<World> check) {
        faultScript.start();
        workload.accept(this);
        timeline.at(HEARTBEAT_MILLIS, this::beat);
        while (checkers.broken() == null && !quiet && timeline.step(end())) {
            // Everything happens in the step.
        }
        if (checkers.broken() == null) {
            checkers.onEnd(this);
            check.accept(this);
        }
    }

    private long end() {
        return calmSince + setup.settleWithin().toMillis();
    }

    private void beat() {
        checkers.onHeartbeat(this);
        quiet = timeline.millis() > calmSince
                && workLeft == 0
                && checkers.ledger().inFlight().isEmpty()
                && asked.stream().noneMatch(Asked::open)
                && placement.allBack()
                && nodes.stream().allMatch(this::isQuiet);
        timeline.at(timeline.millis() + HEARTBEAT_MILLIS, this::beat);
    }

    /** Returns how many requests from outside have neither an answer nor a failure after their time. */
    long overdueRequests() {
        return asked.stream()
                .filter(each -> each.open() && each.deadline() < now())
                .count();
    }

    /** An agent that waits for what comes after the end is quiet, too. */
    private boolean isQuiet(SimulatedNode node) {
        return node.takesAgents()
                && node.agents().stream()
                        .map(SimulatedAgent::machine)
                        .allMatch(machine -> machine.idle()
                                || (!machine.inTurn()
                                        && machine.nextTime() > end()
                                        && machine.nextTime() < Long.MAX_VALUE));
    }

    SimulatedAgent newAgent(SimulatedNode node, AgentId id) {
        var definition = definitions.get(id.type());
        if (definition == null) {
            throw new IllegalStateException(
                    "agent type: '" + id.type() + "' (expected: one of " + definitions.keySet());
        }
        return parts.agent(node, id, ++lastLife, definition);
    }

    Posting newPosting(Envelope envelope, SimulatedNode node, String sender) {
        return new Posting(++lastPosting, envelope, node, sender, now());
    }

    /** A node comes back, with nothing of what it had. */
    void restart(SimulatedNode gone) {
        int index = nodes.indexOf(gone);
        if (index >= 0) {
            nodes.set(index, parts.node(this, gone.name(), ++lastLife));
            history.note(gone.name(), "is up again as", nodes.get(index));
        }
    }

    /** Returns the present life of a node. */
    SimulatedNode node(String name) {
        return nodes.get(Integer.parseInt(name.substring(1)) - 1);
    }

    List<SimulatedNode> nodes() {
        return List.copyOf(nodes);
    }

    Collection<AgentId> subscribers(TopicId topic) {
        return subscriptions.subscribers(topic);
    }

    boolean hosts(String agentType) {
        return definitions.containsKey(agentType);
    }

    Optional<Failure> unavailable(String agentType) {
        return hosts(agentType)
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "agent type '" + agentType + "' is not registered (known: " + definitions.keySet() + ")"));
    }

    long now() {
        return timeline.millis();
    }

    long faultsEnd() {
        return setup.faults().until().toMillis();
    }

    /** Returns since when there are no faults and nothing new from outside. */
    long calmSince() {
        return calmSince;
    }

    Duration settleWithin() {
        return setup.settleWithin();
    }

    Timeline timeline() {
        return timeline;
    }

    History history() {
        return history;
    }

    Checkers checkers() {
        return checkers;
    }

    SplittableRandom agentRandom() {
        return agentRandom;
    }

    Network network() {
        return network;
    }

    SimulatedJournal journal() {
        return journal;
    }

    Fates fates() {
        return fates;
    }

    JournalLink newJournalLink(SimulatedAgent agent) {
        return parts.journalLink(agent);
    }

    boolean isDurable(String agentType) {
        var definition = definitions.get(agentType);
        return definition != null && definition.settings().durable();
    }

    Placement placement() {
        return placement;
    }

    Settings settings() {
        return settings;
    }

    MessageTypes types() {
        return types;
    }
}
