package dev.troupe.bench;

import java.util.Locale;

/** Results as lines of text. */
final class Table {
    static final String HEADER = String.format(
            "%-24s %9s %13s %13s   %-22s %-14s",
            "scenario", "unit", "baseline", "troupe", "ratio min-median-max", "floor");

    private Table() {}

    static String line(Result result) {
        if (result.failure() != null) {
            return String.format("%-24s failed: %s", result.name(), result.failure());
        }
        var ratio = result.ratio();
        return String.format(
                Locale.ROOT,
                "%-24s %9s %13.1f %13.1f   %-22s %-14s %s",
                result.name(),
                result.unit(),
                result.baselineMedian(),
                result.oursMedian(),
                String.format(Locale.ROOT, "%.2f - %.2f - %.2f", ratio.min(), ratio.median(), ratio.max()),
                result.floor(),
                verdict(result));
    }

    private static String verdict(Result result) {
        if (result.floor().equals(Floor.NONE)) {
            return "";
        }
        return result.held() ? "ok" : "missed";
    }
}
