package dev.troupe.chat;

import dev.troupe.agent.AgentType;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A member's place in a team.
 *
 * @param type of the agent that takes its turns
 */
record Seat(TeamMember member, AgentType<Participant> type) {

    /** Returns as whom the member says something: a team's members speak for themselves. */
    Set<String> sources() {
        if (member instanceof Team team) {
            Set<String> all = new LinkedHashSet<>();
            all.add(team.manager().name());
            team.seats().values().forEach(seat -> all.addAll(seat.sources()));
            return all;
        }
        return Set.of(member.name());
    }

    /** Returns how long a turn may take. */
    Duration turnTimeout(Duration ofTeam) {
        return member.turnTimeout().orElse(ofTeam);
    }
}
