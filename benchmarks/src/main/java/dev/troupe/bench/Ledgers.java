package dev.troupe.bench;

import java.util.concurrent.CompletionStage;
import java.util.function.LongPredicate;

/** Ledgers of one side: durable, addressed by key, made by their first message. */
interface Ledgers extends Resource {
    /**
     * Puts something into so many ledgers in turns while {@code more} says so, and returns how much was acknowledged, and
     * passed on, per second.
     *
     * @param copies of each that its ledger passes on to agents in memory
     */
    double put(Load load, int copies, LongPredicate more) throws InterruptedException;

    /** Puts one thing into one ledger; the stage completes when that is stored. */
    CompletionStage<?> put(String key, String text);

    /** Has so many ledgers unload; {@link #loaded} says when they have. */
    void unload(int ledgers);

    /** Returns how many are loaded. */
    int loaded();

    /** Returns what ledger {@code number} is called. */
    static String key(long number) {
        return "ledger-" + number;
    }
}
