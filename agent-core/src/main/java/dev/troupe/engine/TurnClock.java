package dev.troupe.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** The time of one agent. It can be stopped, so that a handler sees the time of its turn and no other. */
final class TurnClock extends Clock {
    private static final long RUNS = Long.MIN_VALUE;

    private final Clock clock;
    /** In milliseconds since the epoch. */
    private final AtomicLong stoppedAt;

    TurnClock(Clock clock) {
        this(clock, new AtomicLong(RUNS));
    }

    private TurnClock(Clock clock, AtomicLong stoppedAt) {
        this.clock = clock;
        this.stoppedAt = stoppedAt;
    }

    void stop(long now) {
        stoppedAt.setRelease(now);
    }

    void letRun() {
        stoppedAt.setRelease(RUNS);
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TurnClock(clock.withZone(zone), stoppedAt);
    }

    @Override
    public Instant instant() {
        long stopped = stoppedAt.getAcquire();
        return stopped == RUNS ? clock.instant() : Instant.ofEpochMilli(stopped);
    }

    @Override
    public long millis() {
        long stopped = stoppedAt.getAcquire();
        return stopped == RUNS ? clock.millis() : stopped;
    }
}
