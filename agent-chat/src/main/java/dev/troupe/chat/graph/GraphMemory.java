package dev.troupe.chat.graph;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a graph is. The names are AutoGen's, but for the last one.
 *
 * @param remaining by node and activation group: how many edges have still to be taken
 * @param enqueuedAny by node and activation group: whether one edge was taken, of those of which any is enough
 * @param ready which nodes run next
 * @param activeNodes which nodes were to run last
 * @param seenUntil the item of the conversation that was the last when they were chosen; null if there was none
 */
record GraphMemory(
        Map<String, Map<String, Integer>> remaining,
        @JsonProperty("enqueued_any") Map<String, Map<String, Boolean>> enqueuedAny,
        List<String> ready,
        @JsonProperty("active_nodes") List<String> activeNodes,
        @JsonProperty("seen_until") @Nullable String seenUntil) {

    GraphMemory {
        remaining = remaining == null ? Map.of() : Map.copyOf(remaining);
        enqueuedAny = enqueuedAny == null ? Map.of() : Map.copyOf(enqueuedAny);
        ready = ready == null ? List.of() : List.copyOf(ready);
        activeNodes = activeNodes == null ? List.of() : List.copyOf(activeNodes);
    }
}
