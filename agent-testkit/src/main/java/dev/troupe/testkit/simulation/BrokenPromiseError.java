package dev.troupe.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** A simulated cluster has broken a promise. The message holds the seed, the promise and the end of the history. */
public final class BrokenPromiseError extends AssertionError {
    private static final long serialVersionUID = 1L;
    private static final int LINES = 60;

    private final long seed;
    private final String promise;
    private final transient History history;

    BrokenPromiseError(long seed, String promise, History history, @Nullable Throwable cause) {
        super("seed " + seed + " broke " + promise + "\n" + history.tail(LINES), cause);
        this.seed = seed;
        this.promise = promise;
        this.history = history;
    }

    public long seed() {
        return seed;
    }

    /** Returns which promise was broken, and by what. */
    public String promise() {
        return promise;
    }

    /** Returns all that happened, line by line. */
    public String history() {
        return history.text();
    }
}
