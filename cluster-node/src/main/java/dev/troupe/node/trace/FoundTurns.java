package dev.troupe.node.trace;

import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.trace.TracedTurn;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The turns that were found, each once: what a node remembers says more than what is stored of the same turn. */
final class FoundTurns {
    private static final Set<String> STORED_ENDS = Set.of(TurnEnd.APPLIED.name(), TurnEnd.GIVEN_UP.name());

    private record Key(String span, String node, String end, int attempt, boolean stored) {}

    private final int most;
    private final Map<Key, TracedTurn> turns = new LinkedHashMap<>();

    FoundTurns(int most) {
        this.most = most;
    }

    /** Returns whether there was room. */
    boolean add(TracedTurn turn) {
        var key = new Key(turn.span(), turn.node(), turn.end(), turn.attempt(), turn.stored());
        if (turns.size() >= most && !turns.containsKey(key)) {
            return false;
        }
        turns.put(key, turn);
        return true;
    }

    /** Returns the ids of their traces. */
    Set<String> traces() {
        Set<String> traces = new TreeSet<>();
        turns.values().forEach(turn -> traces.add(turn.trace()));
        return traces;
    }

    List<TracedTurn> inOrder() {
        Set<String> remembered = new HashSet<>();
        turns.values().stream()
                .filter(turn -> !turn.stored() && STORED_ENDS.contains(turn.end()))
                .forEach(turn -> remembered.add(turn.span()));
        return turns.values().stream()
                .filter(turn -> !turn.stored() || !remembered.contains(turn.span()))
                .sorted(Comparator.comparing(TracedTurn::at).thenComparing(TracedTurn::span))
                .toList();
    }
}
