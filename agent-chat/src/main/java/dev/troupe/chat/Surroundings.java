package dev.troupe.chat;

import dev.troupe.agent.AgentType;
import java.time.Duration;

/**
 * What the members of a team know of it.
 *
 * @param team its agent type
 * @param watched the type of the topic where those listen who watch; its source is the conversation
 * @param turnTimeout how long a turn may take
 */
record Surroundings(AgentType<TeamCommand> team, String watched, Duration turnTimeout) {
    Surroundings withTurnTimeout(Duration other) {
        return new Surroundings(team, watched, other);
    }
}
