package dev.troupe.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link TerminationCondition} is, as a value: it is part of a team's state.
 *
 * @param counts of what the condition counts
 * @param stopReason why it is met; null as long as it is not
 * @param parts of the conditions that it is made of
 */
public record Progress(Map<String, Long> counts, @Nullable String stopReason, List<Progress> parts) {
    static final Progress NONE = new Progress(Map.of(), null, List.of());

    public Progress {
        counts = counts == null ? Map.of() : Map.copyOf(counts);
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    static Progress of(List<Progress> parts) {
        return new Progress(Map.of(), null, parts);
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    Progress plus(String name, long more) {
        Map<String, Long> all = new HashMap<>(counts);
        all.merge(name, more, Long::sum);
        return new Progress(all, stopReason, parts);
    }

    Progress met(String reason) {
        return new Progress(counts, reason, parts);
    }
}
