package dev.troupe.bench;

import java.util.Locale;

/** What is asked of a comparison; a latency has a ceiling, which is a floor all the same. */
record Floor(Measure measure, double value) {
    static final Floor NONE = new Floor(Measure.NONE, 0);

    /** What is held against the value. */
    enum Measure {
        NONE,
        RATIO_AT_LEAST,
        RATIO_AT_MOST,
        /** How much ours is above the baseline. */
        EXTRA_AT_MOST,
        /** Ours alone. */
        OURS_AT_MOST
    }

    static Floor ratioAtLeast(double ratio) {
        return new Floor(Measure.RATIO_AT_LEAST, ratio);
    }

    static Floor ratioAtMost(double ratio) {
        return new Floor(Measure.RATIO_AT_MOST, ratio);
    }

    static Floor extraAtMost(double extra) {
        return new Floor(Measure.EXTRA_AT_MOST, extra);
    }

    static Floor oursAtMost(double ours) {
        return new Floor(Measure.OURS_AT_MOST, ours);
    }

    boolean holds(double baseline, double ours, double ratio) {
        return switch (measure) {
            case NONE -> true;
            case RATIO_AT_LEAST -> ratio >= value;
            case RATIO_AT_MOST -> ratio <= value;
            case EXTRA_AT_MOST -> ours - baseline <= value;
            case OURS_AT_MOST -> ours <= value;
        };
    }

    @Override
    public String toString() {
        String number = String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%s", value);
        return switch (measure) {
            case NONE -> "-";
            case RATIO_AT_LEAST -> ">= " + number;
            case RATIO_AT_MOST -> "<= " + number;
            case EXTRA_AT_MOST -> "extra <= " + number;
            case OURS_AT_MOST -> "ours <= " + number;
        };
    }
}
