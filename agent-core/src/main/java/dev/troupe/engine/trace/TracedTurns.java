package dev.troupe.engine.trace;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.TurnEnd;
import dev.troupe.journal.JournalPage;
import dev.troupe.journal.StartedRecord;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.TraceParent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads traced turns out of a journal. */
public final class TracedTurns {
    /** The node of a turn whose life began before the page that was read. */
    static final String UNKNOWN = "?";

    private TracedTurns() {}

    /** Returns the turns of a page. How long they took is not stored. */
    public static List<TracedTurn> of(JournalPage page) {
        List<TracedTurn> turns = new ArrayList<>();
        String node = UNKNOWN;
        for (var numbered : page.entries()) {
            if (numbered.entry() instanceof StartedRecord started) {
                node = shown(started.node());
            } else if (numbered.entry() instanceof TurnRecord turn) {
                turns.add(of(page.agent(), node, turn));
            }
        }
        return turns;
    }

    /** Returns the node as others are named, host:port; a journal has its whole address. */
    private static String shown(String node) {
        return node.substring(node.indexOf('@') + 1);
    }

    private static TracedTurn of(AgentId agent, String node, TurnRecord turn) {
        var message = turn.message();
        var trace = TraceParent.of(message);
        return new TracedTurn(
                node,
                message.id(),
                trace.traceId(),
                TraceParent.span(message.id(), agent),
                parent(trace),
                sender(message),
                agent,
                message.payload().type(),
                end(turn.failure()).name(),
                Instant.ofEpochMilli(turn.at()),
                0,
                turn.attempts(),
                false,
                told(turn.sent()),
                true);
    }

    private static TurnEnd end(@Nullable Failure failure) {
        return failure == null ? TurnEnd.APPLIED : TurnEnd.GIVEN_UP;
    }

    static @Nullable String parent(TraceParent trace) {
        return trace.isRoot() ? null : trace.parent();
    }

    static @Nullable AgentId sender(Envelope message) {
        return StoredSends.shownSender(message).orElse(null);
    }

    static List<TracedTurn.Told> told(List<Envelope> sent) {
        return sent.stream()
                .map(each -> new TracedTurn.Told(
                        each.id(), each.recipient(), each.payload().type()))
                .toList();
    }
}
