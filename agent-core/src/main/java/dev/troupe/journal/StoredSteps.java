package dev.troupe.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of turns that have not ended. Bounded: the turn whose steps were stored first is forgotten beyond the limit;
 * that is one whose message never came back.
 */
final class StoredSteps {
    private static final int TURNS_LIMIT = 1_000;

    private final Map<String, Map<String, StepRecord>> byMessage = new LinkedHashMap<>();

    void add(StepRecord step) {
        byMessage.computeIfAbsent(step.messageId(), id -> new LinkedHashMap<>()).put(step.step(), step);
        if (byMessage.size() > TURNS_LIMIT) {
            byMessage.remove(byMessage.keySet().iterator().next());
        }
    }

    @Nullable
    StepRecord get(String messageId, String step) {
        return byMessage.getOrDefault(messageId, Map.of()).get(step);
    }

    void turnEnded(String messageId) {
        byMessage.remove(messageId);
    }

    List<StepRecord> snapshot() {
        List<StepRecord> all = new ArrayList<>();
        byMessage.values().forEach(steps -> all.addAll(steps.values()));
        return all;
    }
}
