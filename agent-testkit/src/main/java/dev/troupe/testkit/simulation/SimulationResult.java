package dev.troupe.testkit.simulation;

import java.time.Duration;

/** A simulated cluster that kept every promise. */
public final class SimulationResult {

    /**
     * What became of the messages that were accepted.
     *
     * @param goneWithNode messages whose sender's node ended before they did
     */
    public record Counts(long accepted, long processed, long deadLettered, long goneWithNode) {}

    private final long seed;
    private final Duration time;
    private final Counts counts;
    private final History history;

    SimulationResult(long seed, Duration time, Counts counts, History history) {
        this.seed = seed;
        this.time = time;
        this.counts = counts;
        this.history = history;
    }

    public long seed() {
        return seed;
    }

    /** Returns how long it took in virtual time. */
    public Duration time() {
        return time;
    }

    public Counts counts() {
        return counts;
    }

    /** Returns all that happened, line by line; the same for the same seed. */
    public String history() {
        return history.text();
    }
}
