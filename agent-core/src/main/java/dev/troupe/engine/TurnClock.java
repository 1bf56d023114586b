package dev.troupe.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The time of one agent. It can be stopped, so that a handler sees the time of its turn and no other. */
final class TurnClock extends Clock {
    private static final long RUNS = Long.MIN_VALUE;

    private final Clock clock;
    /** In milliseconds since the epoch. */
    private volatile long stoppedAt = RUNS;

    TurnClock(Clock clock) {
        this.clock = clock;
    }

    void stop(long now) {
        stoppedAt = now;
    }

    void letRun() {
        stoppedAt = RUNS;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new InZone(this, zone);
    }

    @Override
    public Instant instant() {
        long stopped = stoppedAt;
        return stopped == RUNS ? clock.instant() : Instant.ofEpochMilli(stopped);
    }

    @Override
    public long millis() {
        long stopped = stoppedAt;
        return stopped == RUNS ? clock.millis() : stopped;
    }

    /** The same time elsewhere. */
    private static final class InZone extends Clock {
        private final TurnClock clock;
        private final ZoneId zone;

        private InZone(TurnClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId newZone) {
            return clock.withZone(newZone);
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    }
}
