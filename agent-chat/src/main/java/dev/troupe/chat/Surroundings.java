package dev.troupe.chat;

import java.time.Duration;

/**
 * What the members of a team know of it.
 *
 * @param watched the type of the topic where those listen who watch; its source is the conversation
 * @param turnTimeout how long a turn may take
 */
record Surroundings(String watched, Duration turnTimeout) {}
