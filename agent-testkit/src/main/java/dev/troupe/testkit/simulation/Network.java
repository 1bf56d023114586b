package dev.troupe.testkit.simulation;

import dev.troupe.testkit.simulation.Faults.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What lies between the nodes. Within a node nothing is lost, doubled or out of order. */
final class Network {
    private static final int LOCAL_MILLIS = 1;
    private static final int FASTEST_MILLIS = 1;
    private static final int SLOWEST_MILLIS = 6;
    private static final int LONGEST_DELAY_MILLIS = 4_000;
    private static final int ONE_LOST_OF = 12;
    private static final int ONE_DELAYED_OF = 10;
    private static final int ONE_DOUBLED_OF = 10;

    private record Link(String from, String to) {}

    private final Timeline timeline;
    private final History history;
    private final Faults faults;
    private final SplittableRandom random;
    private final Set<Link> cut = new HashSet<>();
    private final Map<Link, Long> lastArrivals = new HashMap<>();

    Network(Timeline timeline, History history, Faults faults, SplittableRandom random) {
        this.timeline = timeline;
        this.history = history;
        this.faults = faults;
        this.random = random;
    }

    void cut(String from, String to) {
        cut.add(new Link(from, to));
    }

    void heal() {
        cut.clear();
    }

    void carry(String from, String to, Object what, Runnable arrival) {
        if (from.equals(to)) {
            timeline.at(timeline.millis() + LOCAL_MILLIS, arrival);
            return;
        }
        var link = new Link(from, to);
        if (cut.contains(link) || happens(Kind.LOSS, ONE_LOST_OF)) {
            history.note(from, "lost on the way to " + to + ":", what);
            return;
        }
        arrive(link, arrival);
        if (happens(Kind.DUPLICATION, ONE_DOUBLED_OF)) {
            history.note(from, "doubled on the way to " + to + ":", what);
            arrive(link, arrival);
        }
    }

    private void arrive(Link link, Runnable arrival) {
        long time = timeline.millis() + random.nextInt(FASTEST_MILLIS, SLOWEST_MILLIS);
        if (happens(Kind.DELAY, ONE_DELAYED_OF)) {
            time += random.nextInt(LONGEST_DELAY_MILLIS);
        }
        if (!faults.has(Kind.REORDERING)) {
            time = Math.max(time, lastArrivals.getOrDefault(link, 0L));
            lastArrivals.put(link, time);
        }
        timeline.at(time, arrival);
    }

    private boolean happens(Kind kind, int oneOf) {
        return faults.has(kind) && timeline.millis() < faults.until().toMillis() && random.nextInt(oneOf) == 0;
    }
}
