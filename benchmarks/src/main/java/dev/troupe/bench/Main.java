package dev.troupe.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code ./troupe bench}: acknowledged sends to many agents of one node, beside a bare Pekko request and
 * acknowledgement over sharding. Both run in turns in this JVM; what counts is the ratio.
 */
public final class Main {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int MESSAGES = 200_000;
    private static final int OUTSTANDING = 1_000;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "troupe-logback.xml");
        System.out.printf(
                "acknowledged send, local, %d messages a round, %d outstanding, median of %d rounds%n",
                MESSAGES, OUTSTANDING, ROUNDS);
        System.out.printf("%8s %14s %14s %22s%n", "agents", "bare msg/s", "troupe msg/s", "ratio (min..max)");
        for (int agents : List.of(100, 10_000)) {
            try (var bare = new BareSharding();
                    var troupe = new TroupeSend()) {
                compare(agents, bare, troupe);
            }
        }
    }

    private static void compare(int agents, Scenario bare, Scenario troupe) {
        List<Double> bareRates = new ArrayList<>();
        List<Double> troupeRates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double bareRate = rate(agents, bare);
            double troupeRate = rate(agents, troupe);
            if (round >= 0) {
                bareRates.add(bareRate);
                troupeRates.add(troupeRate);
                ratios.add(troupeRate / bareRate);
            }
        }
        System.out.printf(
                "%8d %14.0f %14.0f %8.2f (%.2f..%.2f)%n",
                agents,
                median(bareRates),
                median(troupeRates),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios));
    }

    private static double rate(int agents, Scenario scenario) {
        long start = System.nanoTime();
        scenario.run(agents, MESSAGES, OUTSTANDING);
        return MESSAGES * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
