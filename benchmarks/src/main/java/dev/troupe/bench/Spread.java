package dev.troupe.bench;

import java.util.List;

/** How far the figures of several rounds lie apart. */
record Spread(double min, double median, double max) {

    /** @throws IllegalArgumentException if there are no values */
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /**
     * Returns the least value that so many in a hundred do not exceed.
     *
     * @throws IllegalArgumentException if there are no values
     */
    static double percentile(List<Double> values, int percent) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: at least one)");
        }
        var sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (values.size() * percent + 99) / 100 - 1));
    }
}
