package dev.troupe.engine.actor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.DeadLetterStore;
import dev.troupe.engine.Entrance;
import dev.troupe.engine.FateStore;
import dev.troupe.engine.Fates;
import dev.troupe.engine.OpenRequests;
import dev.troupe.engine.Owner;
import dev.troupe.engine.Settings;
import dev.troupe.engine.StoredLetters;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.engine.TurnContext;
import dev.troupe.engine.TurnListener;
import dev.troupe.engine.counters.Count;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.external.ExternalTypes;
import dev.troupe.engine.ledger.NodeLedger;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/** What every runtime of a node has: lanes, message types, dead letters, limits. Thread-safe. */
public final class RuntimeCore implements Entrance.Port, TurnContext.Immediate {

    /** What the runtimes do differently. */
    public interface Wiring {
        Transport transport();

        SubscriptionTable subscriptions();

        /** Says why no live node can host the agent type; empty if one can. */
        Optional<Failure> unavailable(String agentType);

        /** Shows an event to live listeners, at most once. */
        void showLive(PublishedEvent event);
    }

    /** Path of a lane's actor below {@code /system}, so that other nodes can name it. */
    public static final String LANE_NAME = "troupe-lane-";

    /** For lanes and links: few actors that do a little for very many messages. */
    public static final DispatcherSelector DELIVERY_DISPATCHER =
            DispatcherSelector.fromConfig("troupe.delivery.dispatcher");

    private static final Props AGENT = MailboxSelector.fromConfig(AgentMailbox.CONFIG_PATH);

    private static final Duration IDLE_TICK = Duration.ofMillis(100);

    private static final long LONGEST_TIMER = Duration.ofDays(200).toMillis();

    private final String node;
    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final Wiring wiring;
    private final ExecutorService blockingExecutor;
    private final TurnContext.Steps steps;
    private final Fates fates;
    private final EngineCounters counters = new EngineCounters();
    private final DeadLetterStore deadLetters;
    private final ActiveAgents activeAgents;
    private final JournalReader journals;
    private final OpenRequests requests;
    private final Entrance entrance;
    private final Lanes lanes;
    private final Map<String, AgentDefinition<?, ?>> definitions = new LinkedHashMap<>();
    private final Map<AgentDefinition<?, ?>, AgentLimits> limits = new ConcurrentHashMap<>();
    private final long incarnation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    private final String idPrefix = Long.toString(incarnation, Character.MAX_RADIX);
    private final AtomicLong lastId = new AtomicLong();
    private final ExternalTypes externals;
    private final DroppedTells droppedTells;
    private final LongAdder turns = new LongAdder();
    private volatile MessageTypes types;
    private volatile TurnListener turnListener = TurnListener.NONE;

    /**
     * Starts the lanes in {@code system}; {@code node} names this node in streams and reports.
     *
     * @param fateStore is used only once there is a durable type
     */
    public RuntimeCore(ActorSystem<?> system, String node, Settings settings, Wiring wiring, FateStore fateStore) {
        this.node = node;
        this.settings = settings;
        this.wiring = wiring;
        this.blockingExecutor = BlockingExecutor.create(settings.blockingPoolSize());
        this.steps = TurnContext.inEachAttempt(blockingExecutor);
        this.fates = new Fates(fateStore, clock);
        this.deadLetters = new DeadLetterStore(
                settings.deadLettersLimit(),
                clock,
                counters,
                envelope -> entrance().sendAgain(envelope),
                new StoredLetters(fateStore, envelope -> entrance().storeAgain(envelope)));
        this.journals = new JournalReader(system);
        this.requests = new OpenRequests((millis, task) -> later(system, millis, task));
        this.entrance = new Entrance(node, settings, clock, requests, this);
        this.externals = new ExternalTypes(settings.agents().limits());
        this.droppedTells = DroppedTells.in(Adapter.toClassic(system));
        this.activeAgents = new ActiveAgents(settings.agents().activeLimit(), () -> counters.add(Count.ACTIVATIONS, 1));
        this.types = MessageTypes.of(List.of(), settings.maxPayloadBytes());
        system.scheduler()
                .scheduleWithFixedDelay(
                        IDLE_TICK, IDLE_TICK, () -> activeAgents.unloadIdle(clock.millis()), system.executionContext());
        var ledger =
                new NodeLedger(settings.delivery().lanes(), settings.ledger().tenantsLimit());
        this.lanes = Lanes.start(
                system,
                new Lanes.Origin(node, incarnation),
                settings,
                new LaneActor.Setup(settings.delivery(), clock, wiring.transport(), deadLetters, counters, ledger),
                Offers::new);
    }

    /** Starts what receives the answers to requests from outside that were deferred. */
    public ActorRef<AgentActor.Deliver> startOutside(ActorSystem<?> system) {
        return system.systemActorOf(OutsideActor.create(this, requests), OutsideActor.NAME, Props.empty());
    }

    /** Refuses what callers send from now on; what they have sent still gets its receipts. */
    public void stopSending() {
        entrance.stop();
    }

    /** Fails the sends and requests that wait, and ends the threads for blocking work. Idempotent. */
    public void close() {
        entrance.close();
        blockingExecutor.shutdown();
    }

    @Override
    public void post(Envelope envelope, Owner owner) {
        lanes.post(envelope, owner);
    }

    @Override
    public boolean traced() {
        return turnListener.traced();
    }

    @Override
    public void rejected(AgentId recipient) {
        counters.add(Count.REJECTED, 1);
    }

    @Override
    public CompletableFuture<Object> ask(Envelope current, AgentId target, Request<?> request, Duration timeout) {
        return entrance.ask(current, target, types.encode(request), timeout, answer -> types.decode(answer));
    }

    @Override
    public void show(AgentId sender, TopicId topic, Object event) {
        var payload = types.encode(event).toJsonPayload();
        showLive(new PublishedEvent(newId(), topic, Optional.of(sender), payload));
    }

    /** The scheduler takes at most some 248 days; what is later than that does not happen. */
    private static Runnable later(ActorSystem<?> system, long millis, Runnable task) {
        if (millis > LONGEST_TIMER) {
            return () -> {};
        }
        var scheduled = system.scheduler().scheduleOnce(Duration.ofMillis(millis), task, system.executionContext());
        return scheduled::cancel;
    }

    public ActorRef<LaneActor.Command> lane(int index) {
        return lanes.lane(index);
    }

    /** Everything that may be at {@code gone}, or on the way to it, is sent again. */
    public void nodeLeft(String gone) {
        lanes.tell(new LaneActor.NodeLeft(gone));
    }

    /**
     * Adds definitions that may name each other's events, in any order; with the first durable one comes what keeps
     * durable sends. Returns all that are new and have to be hosted, that one first.
     *
     * @throws IllegalArgumentException if a type is there already, its name is reserved, or messages clash; then none is
     *     added
     */
    @CanIgnoreReturnValue
    public synchronized List<AgentDefinition<?, ?>> addAll(Collection<? extends AgentDefinition<?, ?>> more) {
        more.forEach(RuntimeCore::requireNotReserved);
        List<AgentDefinition<?, ?>> added = new ArrayList<>();
        if (!definitions.containsKey(StoredSends.TYPE)
                && more.stream().anyMatch(definition -> definition.settings().durable())) {
            added.add(StoredSends.definition(fates));
        }
        added.addAll(more);
        Map<String, AgentDefinition<?, ?>> all = new LinkedHashMap<>(definitions);
        for (var definition : added) {
            if (all.put(definition.type().name(), definition) != null) {
                throw new IllegalArgumentException(
                        "agent type: '" + definition.type().name() + "' (expected: registered once)");
            }
        }
        types = MessageTypes.of(all.values(), settings.maxPayloadBytes());
        definitions.putAll(all);
        return added;
    }

    private static void requireNotReserved(AgentDefinition<?, ?> definition) {
        String name = definition.type().name();
        if (name.startsWith("troupe.")) {
            throw new IllegalArgumentException("agent type: '" + name + "' (expected: not troupe.*, it is reserved)");
        }
    }

    public synchronized void remove(String agentType) {
        var removed = definitions.remove(agentType);
        if (removed != null) {
            limits.remove(removed);
        }
        types = MessageTypes.of(definitions.values(), settings.maxPayloadBytes());
    }

    public synchronized @Nullable AgentDefinition<?, ?> definition(String agentType) {
        return definitions.get(agentType);
    }

    /** Tells whether this node has what it takes to make the agents of a type. */
    public boolean hosts(String agentType) {
        return definition(agentType) != null || externals.has(agentType);
    }

    /** Returns how agents of a type run. External ones have no code of users to wait for: they are a step of delivery. */
    public static Props propsOf(boolean external) {
        return external ? DELIVERY_DISPATCHER.withMailboxFromConfig(AgentMailbox.CONFIG_PATH) : AGENT;
    }

    /**
     * Makes an agent; null if this node does not host its type.
     *
     * @param passivate whom it asks for its end when it has nothing to do
     */
    public @Nullable Behavior<AgentActor.Command> agent(AgentId id, Consumer<ActorRef<AgentActor.Command>> passivate) {
        var definition = definition(id.type());
        if (definition != null) {
            return AgentActor.create(this, new AgentActor.Hosted(definition, id, passivate));
        }
        return externals.has(id.type()) ? ExternalActor.create(this, id, passivate) : null;
    }

    public synchronized List<AgentDefinition<?, ?>> definitions() {
        return List.copyOf(definitions.values());
    }

    @Override
    public String newId() {
        return idPrefix + "." + lastId.incrementAndGet();
    }

    @Override
    public Collection<AgentId> subscribers(TopicId topic) {
        return wiring.subscriptions().subscribers(topic);
    }

    @Override
    public Optional<Failure> unavailable(String agentType) {
        return wiring.unavailable(agentType);
    }

    @Override
    public void showLive(PublishedEvent event) {
        wiring.showLive(event);
    }

    public Transport transport() {
        return wiring.transport();
    }

    public String node() {
        return node;
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public MessageTypes types() {
        return types;
    }

    /** Returns what does the steps of agents in memory. */
    TurnContext.Steps steps() {
        return steps;
    }

    public ExecutorService blockingExecutor() {
        return blockingExecutor;
    }

    public DeadLetterStore deadLetterStore() {
        return deadLetters;
    }

    Fates fates() {
        return fates;
    }

    public ExternalTypes externals() {
        return externals;
    }

    JournalReader journals() {
        return journals;
    }

    /** Tells somebody of all turns from now on. */
    public synchronized void listen(TurnListener listener) {
        turnListener = turnListener.and(listener);
    }

    TurnListener turnListener() {
        return turnListener;
    }

    void countTurns(int more) {
        turns.add(more);
    }

    EngineCounters counters() {
        return counters;
    }

    /** Counts what the lanes hold now. */
    public CompletionStage<LaneCensus> census() {
        return lanes.census();
    }

    Lanes lanes() {
        return lanes;
    }

    /** Returns the number of turns that ended on this node, well or badly. */
    public long turns() {
        return turns.sum();
    }

    /** Returns the number of messages of {@code tell} that this node dropped. */
    public long tellsDropped() {
        return droppedTells.count();
    }

    /** Drops a message of {@code tell}. */
    public void dropTell() {
        droppedTells.add();
    }

    Entrance entrance() {
        return entrance;
    }

    /** Returns the limits of one agent type; the same object for all of its agents. */
    AgentLimits limitsOf(AgentDefinition<?, ?> definition) {
        return limits.computeIfAbsent(definition, settings::limitsOf);
    }

    public ActiveAgents activeAgents() {
        return activeAgents;
    }
}
