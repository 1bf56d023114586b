package dev.troupe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long turns take: from the beginning of one to the beginning of the next in the same conversation. Thread-safe. */
final class TurnClock {
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final Queue<Double> micros = new ConcurrentLinkedQueue<>();

    /** What comes next in {@code conversation} is not compared with what was there before. */
    void restart(String conversation) {
        last.remove(conversation);
    }

    /** A turn begins. */
    void turn(String conversation) {
        long now = System.nanoTime();
        var before = last.put(conversation, now);
        if (before != null) {
            micros.add((now - before) / 1e3);
        }
    }

    /** Returns the times so far in microseconds, and forgets them. */
    List<Double> take() {
        List<Double> all = new ArrayList<>();
        for (var each = micros.poll(); each != null; each = micros.poll()) {
            all.add(each);
        }
        return all;
    }
}
