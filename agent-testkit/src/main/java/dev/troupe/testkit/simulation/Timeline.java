package dev.troupe.testkit.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what happens, in order; events of one millisecond in the order in which they were set. */
final class Timeline extends Clock {
    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long lastOrder;

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), ++lastOrder, action));
    }

    /** Lets the next event happen; false if there is none until {@code end}. */
    boolean step(long end) {
        var next = events.peek();
        if (next == null || next.at() > end) {
            now = Math.max(now, end);
            return false;
        }
        events.remove();
        now = next.at();
        next.action().run();
        return true;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("zone: " + zone + " (expected: none, virtual time is UTC)");
    }
}
