package dev.troupe.engine;

import dev.troupe.journal.StepRecord;
import java.util.HashMap;
import java.util.Map;

/** Gives the steps of a turn that is run again what is stored of them. A step without a result never ends. */
final class ReplayedSteps implements TurnContext.Steps {
    private final Map<String, Map<String, String>> results = new HashMap<>();

    void add(StepRecord step) {
        if (step.result() != null) {
            results.computeIfAbsent(step.messageId(), id -> new HashMap<>()).put(step.step(), step.result());
        }
    }

    void turnEnded(String messageId) {
        results.remove(messageId);
    }

    @Override
    public void run(StepRun run) {
        String result =
                results.getOrDefault(run.messageId(), Map.of()).get(run.step().name());
        if (result != null) {
            run.result().complete(result);
        }
    }
}
