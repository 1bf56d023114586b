package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.AgentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Agents that work on tasks together, one turn after the other. A team is an agent type of its own, and so is each of its
 * participants, {@code <team>.<participant>}; the key of all of them is the conversation. So many conversations run at once,
 * share nothing, and their agents live wherever the runtime places them. Immutable; each {@code withX} returns a copy.
 */
public final class Team implements TeamMember {
    private static final Duration TURN_TIMEOUT = Duration.ofMinutes(10);

    private final AgentType<TeamCommand> type;
    private final Map<String, Member<?>> members;
    private final Speakers speakers;
    private final Options options;

    /** What can be said about a team, kept together so that a copy has few parameters. */
    record Options(
            Optional<TerminationCondition> termination,
            Optional<Integer> maxTurns,
            Duration turnTimeout,
            Optional<String> role,
            boolean durable) {

        Options withTermination(TerminationCondition condition) {
            return new Options(Optional.of(condition), maxTurns, turnTimeout, role, durable);
        }

        Options withMaxTurns(int most) {
            return new Options(termination, Optional.of(most), turnTimeout, role, durable);
        }

        Options withTurnTimeout(Duration timeout) {
            return new Options(termination, maxTurns, timeout, role, durable);
        }

        Options withRole(String name) {
            return new Options(termination, maxTurns, turnTimeout, Optional.of(name), durable);
        }

        Options asDurable() {
            return new Options(termination, maxTurns, turnTimeout, role, true);
        }

        AgentDefinition<?, ?> apply(AgentDefinition<?, ?> definition) {
            var placed = role.<AgentDefinition<?, ?>>map(definition::withRole).orElse(definition);
            return durable ? placed.durable() : placed;
        }
    }

    /** A participant and the agent type that it has in this team. */
    record Member<S>(ChatAgent<S> agent, AgentType<Participant> type) {
        AgentDefinition<Participant, ParticipantAgent.State> definition() {
            return ParticipantAgent.definition(type, agent);
        }
    }

    private Team(AgentType<TeamCommand> type, Map<String, Member<?>> members, Speakers speakers, Options options) {
        this.type = type;
        this.members = members;
        this.speakers = speakers;
        this.options = options;
    }

    /**
     * A team whose participants speak one after the other, in their order.
     *
     * @throws IllegalArgumentException if there is no participant, or two have one name
     */
    public static Team roundRobin(String name, List<? extends ChatAgent<?>> participants) {
        return of(name, participants, RoundRobin::new);
    }

    /**
     * A team whose participants decide who goes on: the one that the last {@link ChatMessage.HandoffMessage} names. The
     * first participant begins, and whoever speaks keeps on until it hands off. A handoff to somebody else is for {@link
     * Conditions#handoff}; without that the run ends with {@code REJECTED}.
     *
     * @throws IllegalArgumentException if there is no participant, or two have one name
     */
    public static Team swarm(String name, List<? extends ChatAgent<?>> participants) {
        return of(name, participants, Swarm::new);
    }

    private static Team of(
            String name, List<? extends ChatAgent<?>> participants, Function<List<String>, Speakers> speakers) {
        Map<String, Member<?>> members = new LinkedHashMap<>();
        for (ChatAgent<?> each : participants) {
            var type = AgentType.of(name + "." + each.name(), Participant.class);
            if (members.put(each.name(), new Member<>(each, type)) != null) {
                throw new IllegalArgumentException(
                        "participant of " + name + ": '" + each.name() + "' twice (expected: names that differ)");
            }
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("participants of " + name + ": none (expected: at least one)");
        }
        return new Team(
                AgentType.of(name, TeamCommand.class),
                members,
                speakers.apply(List.copyOf(members.keySet())),
                new Options(Optional.empty(), Optional.empty(), TURN_TIMEOUT, Optional.empty(), false));
    }

    /** Stops a run when the condition is met. */
    public Team withTermination(TerminationCondition condition) {
        return with(options.withTermination(condition));
    }

    /**
     * Stops a run after so many turns.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Team withMaxTurns(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("turns: " + most + " (expected: >= 1)");
        }
        return with(options.withMaxTurns(most));
    }

    /** Ends a run with a failure if a turn takes longer; 10 minutes unless this is called. */
    public Team withTurnTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("turn timeout: " + timeout + " (expected: > 0)");
        }
        return with(options.withTurnTimeout(timeout));
    }

    /** Hosts the team and its participants only on nodes that have {@code role}. */
    public Team withRole(String role) {
        return with(options.withRole(role));
    }

    /** Stores the conversation, and what its participants remember of it: a run goes on though nodes end. */
    public Team durable() {
        return with(options.asDurable());
    }

    private Team with(Options other) {
        return new Team(type, members, speakers, other);
    }

    @Override
    public String description() {
        return "A team of " + members.keySet() + ".";
    }

    /** Returns the name, which is the agent type of the team. */
    @Override
    public String name() {
        return type.name();
    }

    /** Returns what a runtime has to know: the team and its participants. */
    public List<AgentDefinition<?, ?>> definitions() {
        List<AgentDefinition<?, ?>> all = new ArrayList<>();
        all.add(options.apply(TeamAgent.definition(this)));
        members.values().forEach(member -> all.add(options.apply(member.definition())));
        return all;
    }

    /** Returns one of its conversations; nothing is sent. */
    public Conversation conversation(AgentRuntime runtime, String key) {
        return new Conversation(requireNonNull(runtime, "runtime"), type.ref(key));
    }

    AgentType<TeamCommand> type() {
        return type;
    }

    Speakers speakers() {
        return speakers;
    }

    Options options() {
        return options;
    }

    Map<String, Member<?>> members() {
        return members;
    }

    AgentType<Participant> member(String participant) {
        @Nullable Member<?> member = members.get(participant);
        if (member == null) {
            throw new IllegalStateException(
                    "speaker: '" + participant + "' (expected: one of " + members.keySet() + ")");
        }
        return member.type();
    }
}
