package dev.troupe.chat.contract;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.Conditions;
import dev.troupe.chat.Team;
import dev.troupe.chat.TeamMember;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The teams that the contract talks to. A process that knows {@link #definitions} can host them. */
public final class ContractTeams {
    /** Four in turn, three turns at a time. */
    static final Team FOUR =
            Team.roundRobin("four", members("a", "b", "c", "d")).withMaxTurns(3);

    /** Stops after three messages. */
    static final Team COUNTED =
            Team.roundRobin("counted", members("a", "b", "c", "d")).withTermination(Conditions.maxMessages(3));

    /** Goes on until something is said, or somebody wants it to end. */
    public static final Team OPEN = Team.roundRobin("open", members("a", "b", "c"))
            .withTermination(Conditions.textMention("TERMINATE", "a", "b", "c")
                    .or(Conditions.stopMessage())
                    .or(Conditions.external())
                    .or(Conditions.handoff("user")))
            .withMaxTurns(30);

    /** Its participants say who goes on. */
    public static final Team SWARM = Team.swarm("swarm", members("a", "b", "c"))
            .withTermination(Conditions.textMention("TERMINATE", "a", "b", "c").or(Conditions.handoff("user")))
            .withMaxTurns(30);

    /** Two at once, then one. */
    static final Team FAN = Team.of(
            "fan",
            members("a", "b", "c"),
            all -> new FanManager(all.stream().map(TeamMember::name).toList()));

    /** A team within a team. */
    public static final Team OUTER = Team.roundRobin("outer", outer()).withMaxTurns(3);

    private ContractTeams() {}

    private static List<TeamMember> members(String... names) {
        return Stream.of(names).<TeamMember>map(OrderedMember::new).toList();
    }

    private static List<TeamMember> outer() {
        List<TeamMember> all = new ArrayList<>();
        all.add(Team.roundRobin("inner", members("x", "y")).withMaxTurns(2));
        all.addAll(members("b"));
        return all;
    }

    /** Returns what a runtime has to know that hosts all of them. */
    public static List<AgentDefinition<?, ?>> definitions() {
        return Stream.of(FOUR, COUNTED, OPEN, SWARM, FAN, OUTER)
                .flatMap(team -> team.definitions().stream())
                .toList();
    }

    /** Returns the same, for a cluster where other nodes host the teams than their participants. */
    public static List<AgentDefinition<?, ?>> definitions(String roleOfTeams, String roleOfParticipants) {
        List<AgentDefinition<?, ?>> all = new ArrayList<>();
        for (var definition : definitions()) {
            String type = definition.type().name();
            boolean team = type.indexOf('.') < 0 || type.endsWith(".team");
            all.add(definition.withRole(team ? roleOfTeams : roleOfParticipants));
        }
        return all;
    }
}
