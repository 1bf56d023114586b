package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a runtime needs to host one agent type. Immutable. Register the same definitions, in any order, on every
 * node that knows the type; the role decides which of them host its agents.
 */
public final class AgentDefinition<P, S> {

    /** What is not code. An empty value takes the setting under {@code troupe.agents} in the configuration. */
    public record Settings(
            Optional<String> role,
            Optional<Integer> inboxLimit,
            Optional<RetryPolicy> retryPolicy,
            Optional<Duration> idleTimeout,
            boolean durable) {
        static final Settings EMPTY =
                new Settings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Brings a stored state of an older form into today's. */
    @FunctionalInterface
    public interface StateMigration {
        /**
         * Returns the JSON of the present form.
         *
         * @param version of the stored form; lower than the present one, or higher after a roll-back
         * @throws RuntimeException if it cannot: then the agent does not start, and its messages wait for a node that can
         */
        String migrate(int version, String json);
    }

    /** The form in which states are stored. */
    private record StateForm(int version, StateMigration migration) {
        static final StateForm FIRST = new StateForm(1, (version, json) -> {
            throw new IllegalArgumentException("version " + version + " (expected: 1, or withStateVersion(..))");
        });
    }

    private final AgentType<P> type;
    private final Class<S> stateType;
    private final AgentFactory<P, S> factory;
    private final List<Subscription<P>> subscriptions;
    private final Set<Class<?>> messages;
    private final Map<String, Class<?>> aliases;
    private final StateForm stateForm;
    private final Settings settings;

    private AgentDefinition(
            AgentType<P> type, Class<S> stateType, AgentFactory<P, S> factory, Extras<P> extras, Settings settings) {
        this.type = type;
        this.stateType = stateType;
        this.factory = factory;
        this.subscriptions = extras.subscriptions();
        this.messages = extras.messages();
        this.aliases = extras.aliases();
        this.stateForm = extras.stateForm();
        this.settings = settings;
    }

    /**
     * Starts a definition.
     *
     * @throws IllegalArgumentException if the protocol is not sealed down to records
     */
    public static <P, S> AgentDefinition<P, S> of(AgentType<P> type, Class<S> stateType, AgentFactory<P, S> factory) {
        requireNonNull(stateType, "stateType");
        requireNonNull(factory, "factory");
        var extras = new Extras<P>(List.of(), Protocols.recordsOf(type.protocol()), Map.of(), StateForm.FIRST);
        return new AgentDefinition<>(type, stateType, factory, extras, Settings.EMPTY);
    }

    /**
     * Subscribes every agent of this type.
     *
     * @throws IllegalArgumentException if the same event of the same topic is subscribed twice
     */
    public AgentDefinition<P, S> withSubscription(Subscription<P> subscription) {
        for (Subscription<P> other : subscriptions) {
            if (other.route(type.name()).equals(subscription.route(type.name()))
                    && other.eventType().equals(subscription.eventType())) {
                throw new IllegalArgumentException("subscription of " + type.name() + " to " + subscription.topic()
                        + " for " + subscription.eventType().getName() + " (expected: once)");
            }
        }
        List<Subscription<P>> more = new ArrayList<>(subscriptions);
        more.add(subscription);
        return with(new Extras<>(List.copyOf(more), messages, aliases, stateForm));
    }

    /**
     * Registers answers and published events for JSON. The records of the protocol are registered already. The name is
     * {@code <agent type>.<SimpleName>} or {@link MessageName}; it never is the class name.
     */
    public AgentDefinition<P, S> withMessages(Class<?>... answersAndEvents) {
        Set<Class<?>> more = new LinkedHashSet<>(messages);
        more.addAll(List.of(answersAndEvents));
        return with(new Extras<>(subscriptions, more, aliases, stateForm));
    }

    /** Also reads {@code message} under an older JSON name, so that it can be renamed. */
    public AgentDefinition<P, S> withMessageAlias(String oldName, Class<?> message) {
        Map<String, Class<?>> more = new LinkedHashMap<>(aliases);
        more.put(oldName, message);
        return with(new Extras<>(subscriptions, messages, more, stateForm));
    }

    /** Hosts the agents only on nodes that have {@code role}; other nodes route to them. */
    public AgentDefinition<P, S> withRole(String role) {
        return with(new Settings(
                Optional.of(role),
                settings.inboxLimit(),
                settings.retryPolicy(),
                settings.idleTimeout(),
                settings.durable()));
    }

    /** Keeps at most {@code inboxLimit} messages waiting in one agent; what does not fit stays with the sender. */
    public AgentDefinition<P, S> withInboxLimit(int inboxLimit) {
        Names.requireAtLeast(1, inboxLimit, "inboxLimit");
        return with(new Settings(
                settings.role(),
                Optional.of(inboxLimit),
                settings.retryPolicy(),
                settings.idleTimeout(),
                settings.durable()));
    }

    public AgentDefinition<P, S> withRetryPolicy(RetryPolicy retryPolicy) {
        return with(new Settings(
                settings.role(),
                settings.inboxLimit(),
                Optional.of(retryPolicy),
                settings.idleTimeout(),
                settings.durable()));
    }

    /**
     * Unloads an agent that had nothing to do for {@code idleTimeout}. Its state is gone with the activation, unless it is
     * {@link #durable}.
     */
    public AgentDefinition<P, S> withIdleTimeout(Duration idleTimeout) {
        return with(new Settings(
                settings.role(),
                settings.inboxLimit(),
                settings.retryPolicy(),
                Optional.of(idleTimeout),
                settings.durable()));
    }

    /**
     * Stores every turn of the agents of this type as one entry, all or nothing, before anything of it is seen outside:
     * state, outgoing messages, answer, reminders and open requests survive the end of the node, and no message is applied
     * twice. An agent that has something to do comes back by itself.
     */
    public AgentDefinition<P, S> durable() {
        return with(new Settings(
                settings.role(), settings.inboxLimit(), settings.retryPolicy(), settings.idleTimeout(), true));
    }

    /**
     * Says which form the state is stored in, and how older forms become it. Version 1 needs no such call. Fields can be
     * added without a new version: where they are missing they are null, empty or zero.
     */
    public AgentDefinition<P, S> withStateVersion(int version, StateMigration migration) {
        Names.requireAtLeast(1, version, "version");
        var form = new StateForm(version, requireNonNull(migration, "migration"));
        return with(new Extras<>(subscriptions, messages, aliases, form));
    }

    public AgentType<P> type() {
        return type;
    }

    public Class<S> stateType() {
        return stateType;
    }

    /** Returns the version of the form in which states are stored. */
    public int stateVersion() {
        return stateForm.version();
    }

    /** For runtimes: brings a stored state of another version into the present form. */
    public String migrateState(int version, String json) {
        return stateForm.migration().migrate(version, json);
    }

    public List<Subscription<P>> subscriptions() {
        return subscriptions;
    }

    /** Returns the protocol's records and what {@link #withMessages} added. */
    public Set<Class<?>> messages() {
        return messages;
    }

    public Map<String, Class<?>> aliases() {
        return aliases;
    }

    public Settings settings() {
        return settings;
    }

    /** For runtimes: returns what makes the agents. */
    public AgentFactory<P, S> factory() {
        return factory;
    }

    /** For runtimes and test kits: makes the agent that {@code context} describes. */
    public Activation<P, S> activate(AgentContext<P> context) {
        Agent<P, S> agent = factory.create(context);
        return new Activation<>(agent.emptyState(), agent.handlers());
    }

    private AgentDefinition<P, S> with(Extras<P> extras) {
        return new AgentDefinition<>(type, stateType, factory, extras, settings);
    }

    private AgentDefinition<P, S> with(Settings newSettings) {
        return new AgentDefinition<>(
                type, stateType, factory, new Extras<>(subscriptions, messages, aliases, stateForm), newSettings);
    }

    /** What {@code withX} adds to, kept together so that a copy has few parameters. */
    private record Extras<P>(
            List<Subscription<P>> subscriptions,
            Set<Class<?>> messages,
            Map<String, Class<?>> aliases,
            StateForm stateForm) {}
}
