package dev.troupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs many small worlds, each with its own loss, duplication, reordering and restarts. */
class DeliveryPropertiesTest {
    private static final int SEEDS = 10_000;
    private static final int HISTORY_LINES = 60;

    @Test
    void losesNothingAppliesOnceKeepsOrderAndBoundsWhateverTheNetworkDoes() {
        long accepted = 0;
        long expired = 0;
        long redelivered = 0;

        for (long seed = 0; seed < SEEDS; seed++) {
            var world = new DeliveryWorld(seed, false);
            try {
                world.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e + "\n" + historyOf(seed), e);
            }
            accepted += world.accepted;
            expired += world.expired;
            redelivered += world.redelivered;
        }

        assertThat(accepted).as("messages that were accepted").isGreaterThan(SEEDS * 10L);
        assertThat(expired).as("messages that expired").isPositive();
        assertThat(redelivered)
                .as("messages that a later activation accepted again")
                .isPositive();
    }

    /** Runs the seed again, the same way, and writes down what happens. */
    private static String historyOf(long seed) {
        var world = new DeliveryWorld(seed, true);
        try {
            world.run();
        } catch (AssertionError | RuntimeException e) {
            // The same as before.
        }
        var history = world.history;
        return String.join("\n", history.subList(Math.max(0, history.size() - HISTORY_LINES), history.size()));
    }
}
