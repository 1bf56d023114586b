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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Agents that work on tasks together, turn by turn. A team is an agent type of its own, and so is each of its participants,
 * {@code <team>.<participant>}; the key of all of them is the conversation. So many conversations run at once, share nothing,
 * and their agents live wherever the runtime places them. A team can be a participant of another, {@code
 * <team>.<participant>.team}. Immutable; each {@code withX} returns a copy.
 */
public final class Team implements TeamMember {
    private final Names names;
    private final List<TeamMember> members;
    private final TeamManager<?> manager;
    private final TeamOptions options;
    private final Map<String, Seat> seats = new LinkedHashMap<>();

    /**
     * What a team is called.
     *
     * @param own by those of the team it is in
     * @param type the agent type
     * @param watched the topic type where its items are shown: the type of the outermost team
     */
    private record Names(String own, String type, String watched) {}

    private Team(Names names, List<TeamMember> members, TeamManager<?> manager, TeamOptions options) {
        this.names = names;
        this.members = members;
        this.manager = manager;
        this.options = options;
        for (TeamMember each : members) {
            var type = AgentType.of(names.type() + "." + each.name(), Participant.class);
            var member = each instanceof Team inner ? inner.nestedIn(this, type.name() + ".team") : each;
            if (seats.put(each.name(), new Seat(member, type)) != null) {
                throw new IllegalArgumentException("participant of " + names.own() + ": '" + each.name()
                        + "' twice (expected: names that differ)");
            }
        }
    }

    private Team nestedIn(Team outer, String type) {
        var nested = new Names(names.own(), type, outer.names.watched());
        return new Team(nested, members, manager, outer.options.nested(options));
    }

    /**
     * A team whose participants speak one after the other, in their order.
     *
     * @throws IllegalArgumentException if there is no participant, or two have one name
     */
    public static Team roundRobin(String name, List<? extends TeamMember> participants) {
        return of(name, participants, all -> new RoundRobin(namesOf(all)));
    }

    /**
     * A team whose participants decide who goes on: the one that the last {@link ChatMessage.HandoffMessage} names. The
     * first participant begins, and whoever speaks keeps on until it hands off. A handoff to somebody else is for {@link
     * Conditions#handoff}; without that the run ends with {@code REJECTED}.
     *
     * @throws IllegalArgumentException if there is no participant, or two have one name
     */
    public static Team swarm(String name, List<? extends TeamMember> participants) {
        return of(name, participants, all -> new Swarm(namesOf(all)));
    }

    /**
     * A team in which a manager decides who speaks.
     *
     * @param manager makes the manager of the participants, in their order
     * @throws IllegalArgumentException if there is no participant, or two have one name
     */
    public static Team of(
            String name,
            List<? extends TeamMember> participants,
            Function<? super List<TeamMember>, ? extends TeamManager<?>> manager) {
        if (participants.isEmpty()) {
            throw new IllegalArgumentException("participants of " + name + ": none (expected: at least one)");
        }
        List<TeamMember> members = List.copyOf(participants);
        return new Team(new Names(name, name, name), members, manager.apply(members), TeamOptions.DEFAULT);
    }

    private static List<String> namesOf(List<TeamMember> members) {
        return members.stream().map(TeamMember::name).toList();
    }

    /** Says what the team can do, for those who choose who speaks next, where it is a participant. */
    public Team withDescription(String text) {
        return with(changed -> changed.description = Optional.of(text));
    }

    /** Stops a run when the condition is met. */
    public Team withTermination(TerminationCondition condition) {
        return with(changed -> changed.termination = Optional.of(condition));
    }

    /**
     * Stops a run after so many turns. Turns that are taken at once count as one.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Team withMaxTurns(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("turns: " + most + " (expected: >= 1)");
        }
        return with(changed -> changed.maxTurns = Optional.of(most));
    }

    /** Ends a run with a failure if a turn takes longer; 10 minutes unless this is called, or the participant says else. */
    public Team withTurnTimeout(Duration timeout) {
        requirePositive("turn timeout", timeout);
        return with(changed -> changed.turnTimeout = timeout);
    }

    /** Says how long whoever gives a task waits for its result; a day unless this is called. */
    public Team withRunTimeout(Duration timeout) {
        requirePositive("run timeout", timeout);
        return with(changed -> changed.runTimeout = timeout);
    }

    /**
     * Limits what is told at once: the result of a run, and the news for a participant. Beyond it the run ends with {@code
     * OVERLOADED}; what was said stays in the conversation. 900,000 bytes of JSON unless this is called; keep it below
     * {@code troupe.message.max-payload}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Team withMaxBytes(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("bytes told at once: " + most + " (expected: >= 1)");
        }
        return with(changed -> changed.maxBytes = most);
    }

    /** Lets {@code intervention} see each message before it is part of the conversation, behind those added before. */
    public Team withIntervention(Intervention intervention) {
        List<Intervention> all = new ArrayList<>(options.interventions());
        all.add(requireNonNull(intervention, "intervention"));
        return with(changed -> changed.interventions = List.copyOf(all));
    }

    /** Hosts the team and its participants only on nodes that have {@code role}. */
    public Team withRole(String role) {
        return with(changed -> changed.role = Optional.of(role));
    }

    /** Stores the conversation, and what its participants remember of it: a run goes on though nodes end. */
    public Team durable() {
        return with(changed -> changed.durable = true);
    }

    /** Returns the same team, that is durable, and lives where {@code outer} does, unless it says otherwise itself. */
    private Team livingIn(Team outer) {
        return new Team(names, members, manager, outer.options.nested(options));
    }

    private Team with(Consumer<TeamOptions> change) {
        return new Team(names, members, manager, options.with(change));
    }

    private static void requirePositive(String what, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(what + ": " + timeout + " (expected: > 0)");
        }
    }

    @Override
    public String description() {
        return options.description.orElseGet(() -> "A team of " + String.join(", ", seats.keySet()) + ".");
    }

    /** Returns the name: the agent type of the team, where it is not a participant of another. */
    @Override
    public String name() {
        return names.own();
    }

    /** A team that is a participant takes as long as a run of it may. */
    @Override
    public Optional<Duration> turnTimeout() {
        return Optional.of(options.runTimeout());
    }

    /**
     * Returns what a runtime has to know: the team, its participants, and the teams that those give tasks.
     *
     * @throws IllegalStateException if the manager may go on for ever, and neither a condition nor a limit of turns is set
     */
    public List<AgentDefinition<?, ?>> definitions() {
        if (manager.needsTermination()
                && options.termination().isEmpty()
                && options.maxTurns().isEmpty()) {
            throw new IllegalStateException("team " + name() + ": no termination condition and no limit of turns"
                    + " (expected: withTermination or withMaxTurns, for its participants may go on for ever)");
        }
        Map<String, AgentDefinition<?, ?>> all = new LinkedHashMap<>();
        addDefinitions(all);
        return List.copyOf(all.values());
    }

    private void addDefinitions(Map<String, AgentDefinition<?, ?>> all) {
        if (all.put(type().name(), options.apply(TeamAgent.definition(this, manager))) != null) {
            return;
        }
        for (Seat seat : seats.values()) {
            if (seat.member() instanceof Team inner) {
                all.put(seat.type().name(), options.apply(NestedTeamAgent.definition(seat, inner)));
                inner.addDefinitions(all);
            } else {
                var agent = (ChatAgent<?>) seat.member();
                all.put(seat.type().name(), options.apply(ParticipantAgent.definition(seat, agent, surroundings())));
                agent.teams().forEach(team -> team.livingIn(this).addDefinitions(all));
            }
        }
    }

    /** Returns one of its conversations; nothing is sent. */
    public Conversation conversation(AgentRuntime runtime, String key) {
        return new Conversation(requireNonNull(runtime, "runtime"), this, key);
    }

    AgentType<TeamCommand> type() {
        return AgentType.of(names.type(), TeamCommand.class);
    }

    TeamManager<?> manager() {
        return manager;
    }

    TeamOptions options() {
        return options;
    }

    Surroundings surroundings() {
        return new Surroundings(type(), names.watched(), options.turnTimeout());
    }

    Map<String, Seat> seats() {
        return seats;
    }

    /** Returns the place of a participant; throws {@link NoSpeakerException} if there is none of that name. */
    Seat seat(String participant) {
        @Nullable Seat seat = seats.get(participant);
        if (seat == null) {
            throw new NoSpeakerException("speaker: '" + participant + "' (expected: one of " + seats.keySet() + ")");
        }
        return seat;
    }
}
