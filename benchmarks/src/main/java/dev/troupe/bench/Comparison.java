package dev.troupe.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A baseline and ours, measured in turns in one run, so that both see the same machine.
 *
 * @param bound what the ratio of ours to the baseline should be
 */
record Comparison(String name, String unit, Bound bound, Side baseline, Side ours) {

    /** At least, or at most, so much. */
    record Bound(boolean atLeast, double ratio) {
        static Bound atLeast(double ratio) {
            return new Bound(true, ratio);
        }

        static Bound atMost(double ratio) {
            return new Bound(false, ratio);
        }

        boolean holds(double measured) {
            return atLeast ? measured >= ratio : measured <= ratio;
        }

        @Override
        public String toString() {
            return (atLeast ? ">= " : "<= ") + ratio;
        }
    }

    /** The medians, and the ratio of each round. */
    record Result(
            String name,
            String unit,
            double baseline,
            double ours,
            double ratio,
            double min,
            double max,
            String bound,
            boolean held) {}

    static final String HEADER = String.format(
            "%-44s %10s %14s %14s %8s %15s %8s",
            "scenario", "unit", "baseline", "troupe", "ratio", "min..max", "bound");

    Result run(int warmUps, int rounds) throws Exception {
        List<Double> base = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -warmUps; round < rounds; round++) {
            double baseFigure = baseline.measure();
            double ownFigure = ours.measure();
            if (round >= 0) {
                base.add(baseFigure);
                own.add(ownFigure);
                ratios.add(ownFigure / baseFigure);
            }
        }
        double ratio = median(ratios);
        return new Result(
                name,
                unit,
                median(base),
                median(own),
                ratio,
                Collections.min(ratios),
                Collections.max(ratios),
                bound.toString(),
                bound.holds(ratio));
    }

    static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "%-44s %10s %14.1f %14.1f %8.2f %15s %8s %s",
                result.name(),
                result.unit(),
                result.baseline(),
                result.ours(),
                result.ratio(),
                String.format(Locale.ROOT, "%.2f..%.2f", result.min(), result.max()),
                result.bound(),
                result.held() ? "" : "missed");
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
