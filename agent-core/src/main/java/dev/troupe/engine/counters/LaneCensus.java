package dev.troupe.engine.counters;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What lanes hold at a moment, by the type of the recipients.
 *
 * @param byType only types for which something is pending
 */
public record LaneCensus(Map<String, OfType> byType) {

    /**
     * What waits for the agents of one type.
     *
     * @param messages sent from here and not settled
     * @param oldestMillis the age of the oldest of them
     * @param silent recipients of them that are looked for, since they did not answer or have left
     */
    public record OfType(long messages, long oldestMillis, long silent) {
        /** Returns both together. */
        public OfType and(OfType other) {
            return new OfType(
                    messages + other.messages, Math.max(oldestMillis, other.oldestMillis), silent + other.silent);
        }
    }

    public LaneCensus {
        byType = Map.copyOf(byType);
    }

    /** Returns what several lanes hold together. */
    public static LaneCensus sum(Collection<LaneCensus> lanes) {
        Map<String, OfType> sum = new HashMap<>();
        lanes.forEach(lane -> lane.byType.forEach((type, waiting) -> sum.merge(type, waiting, OfType::and)));
        return new LaneCensus(sum);
    }

    /** Counts recipient by recipient. */
    public static final class Builder {
        private final Map<String, OfType> byType = new HashMap<>();

        /** Adds what waits for one recipient. */
        public void add(String type, OfType waiting) {
            byType.merge(type, waiting, OfType::and);
        }

        public LaneCensus build() {
            return new LaneCensus(byType);
        }
    }
}
