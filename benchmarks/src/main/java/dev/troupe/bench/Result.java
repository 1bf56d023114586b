package dev.troupe.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of one scenario came to.
 *
 * @param baseline the figure of each round; empty if it failed
 * @param ours the figure of each round
 * @param failure why there are no figures; null if there are
 */
record Result(
        String name,
        String unit,
        Floor floor,
        List<Double> baseline,
        List<Double> ours,
        @Nullable String failure) {
    Result {
        baseline = List.copyOf(baseline);
        ours = List.copyOf(ours);
    }

    static Result of(Scenario<?> scenario, List<Double> baseline, List<Double> ours) {
        return new Result(scenario.name(), scenario.unit(), scenario.floor(), baseline, ours, null);
    }

    static Result failed(Scenario<?> scenario, Exception why) {
        return new Result(scenario.name(), scenario.unit(), scenario.floor(), List.of(), List.of(), why.toString());
    }

    double baselineMedian() {
        return Spread.of(baseline).median();
    }

    double oursMedian() {
        return Spread.of(ours).median();
    }

    /** Returns the ratios of ours to the baseline, of one round each. */
    Spread ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round) / baseline.get(round));
        }
        return Spread.of(ratios);
    }

    /** Tells whether there are figures and they keep the floor. */
    boolean held() {
        return failure == null && floor.holds(baselineMedian(), oursMedian(), ratio().median());
    }
}
