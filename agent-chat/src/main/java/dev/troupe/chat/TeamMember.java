package dev.troupe.chat;

import java.time.Duration;
import java.util.Optional;

/** Who can take turns in a team: an agent, or a team of its own. */
public sealed interface TeamMember permits ChatAgent, Team {
    /** Returns its name, by which others speak of it: letters, digits, {@code _} and {@code -}. */
    String name();

    /** Returns what it can do, for those who choose who speaks next. */
    String description();

    /** Returns how long its turns may take; empty for as long as the team says ({@link Team#withTurnTimeout}). */
    default Optional<Duration> turnTimeout() {
        return Optional.empty();
    }
}
