package dev.troupe.engine.trace;

import dev.troupe.agent.AgentId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn as a trace shows it: no contents.
 *
 * @param node where it ran
 * @param message the id of what it handled
 * @param trace the id of the trace
 * @param span of this turn
 * @param parent the span of the turn that sent the message; null if the trace begins with it
 * @param sender null from outside
 * @param type the message's name
 * @param end how it ended, as {@link dev.troupe.engine.TurnEnd} names it
 * @param at when it began; of a stored one: when it was stored
 * @param micros how long it took; 0 if that is not known
 * @param redelivered whether an earlier activation of the agent may have begun with the message; false of a stored turn
 * @param sent what it sent at once
 * @param stored whether this is from the agent's journal, not from what a node remembers
 */
public record TracedTurn(
        String node,
        String message,
        String trace,
        String span,
        @Nullable String parent,
        @Nullable AgentId sender,
        AgentId recipient,
        String type,
        String end,
        Instant at,
        long micros,
        int attempt,
        boolean redelivered,
        List<Told> sent,
        boolean stored) {

    /** A message that a turn sent. */
    public record Told(String message, AgentId recipient, String type) {}

    public TracedTurn {
        sent = List.copyOf(sent);
    }

    /** Tells whether it handled a message or sent it; of a publication, one of its messages. */
    public boolean isAbout(String id) {
        return isOf(message, id) || sent.stream().anyMatch(told -> isOf(told.message(), id));
    }

    private static boolean isOf(String message, String id) {
        return message.startsWith(id) && (message.length() == id.length() || message.charAt(id.length()) == '@');
    }
}
