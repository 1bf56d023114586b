package dev.troupe.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts by key, each up to one limit; a key at zero takes no memory. Thread-safe. */
final class Counters<K> {
    /** What a counter shows that has left the map. */
    private static final int RETIRED = -1;

    private final int limit;
    private final ConcurrentMap<K, Counter> byKey = new ConcurrentHashMap<>();

    Counters(int limit) {
        this.limit = limit;
    }

    /** The count of one key. */
    final class Counter {
        private final K key;
        private final AtomicInteger count = new AtomicInteger(1);

        private Counter(K key) {
            this.key = key;
        }

        /** Counts so many less. */
        void leave(int less) {
            if (count.addAndGet(-less) == 0 && count.compareAndSet(0, RETIRED)) {
                byKey.remove(key, this);
            }
        }
    }

    /** Counts one more; null if the key is at its limit. */
    @Nullable
    Counter enter(K key) {
        while (true) {
            var counter = byKey.get(key);
            if (counter == null) {
                var first = new Counter(key);
                counter = byKey.putIfAbsent(key, first);
                if (counter == null) {
                    return first;
                }
            }
            int now = counter.count.get();
            if (now >= limit) {
                return null;
            }
            if (now != RETIRED && counter.count.compareAndSet(now, now + 1)) {
                return counter;
            }
            Thread.onSpinWait();
        }
    }
}
