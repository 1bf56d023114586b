package dev.troupe.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.testkit.simulation.RefundAgent.Refund;
import dev.troupe.testkit.simulation.RefundAgent.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Money is paid back once, whatever happens between the charge, its record, the turn and the notification. */
class RefundTest {
    private static final int SEEDS = 1_000;
    private static final int REFUNDS = 12;

    private final Map<String, List<String>> keysByRefund = new HashMap<>();
    private int unknown;
    private int repeated;

    @Test
    void neverChargesTwiceWhateverHappens() {
        for (long seed = 0; seed < SEEDS; seed++) {
            keysByRefund.clear();
            List<CompletionStage<Receipt>> receipts = new ArrayList<>();

            Simulation.seed(seed)
                    .agents(RefundAgent.definition(this::charge))
                    .workload(world -> {
                        for (int number = 0; number < REFUNDS; number++) {
                            var refund = new Refund("r" + number, number % 2 == 0);
                            int node = number % world.nodeCount();
                            world.at(
                                    Duration.ofMillis(1_500L * number),
                                    () -> receipts.add(world.send(node, RefundAgent.TYPE.ref("desk"), refund)));
                        }
                    })
                    .check(this::everythingIsPaidAndNotifiedOnce)
                    .run();

            check(receipts);
        }
        assertThat(repeated).as("steps done again, under the same key").isPositive();
        assertThat(unknown).as("refunds given up because nobody knows").isPositive();
    }

    /** The provider: it charges for each new key. */
    private String charge(String refund, String key) {
        keysByRefund.computeIfAbsent(refund, id -> new ArrayList<>()).add(key);
        return "c-" + key;
    }

    private void everythingIsPaidAndNotifiedOnce(World world) {
        var paid = world.stored(RefundAgent.TYPE.ref("desk"), State.class).paid();
        var notified =
                world.stored(RefundAgent.TYPE.ref("customer"), State.class).notified();
        assertThat(paid).doesNotHaveDuplicates();
        assertThat(notified).containsExactlyInAnyOrderElementsOf(paid);
        paid.forEach(refund -> assertThat(keysByRefund).containsKey(refund));
    }

    private void check(List<CompletionStage<Receipt>> receipts) {
        keysByRefund.forEach((refund, keys) -> {
            boolean once = Integer.parseInt(refund.substring(1)) % 2 == 0;
            Set<String> charged = new HashSet<>(keys);
            assertThat(charged).as("charges for %s", refund).hasSize(1);
            assertThat(once && keys.size() > 1)
                    .as("%s done again: %s", refund, keys)
                    .isFalse();
            repeated += keys.size() > 1 ? 1 : 0;
        });
        unknown += (int) receipts.stream()
                .map(CompletionStage::toCompletableFuture)
                .filter(receipt -> receipt.isDone() && !receipt.isCompletedExceptionally())
                .flatMap(receipt -> receipt.join().failure().stream())
                .filter(failure -> failure.kind() == Failure.Kind.OUTCOME_UNKNOWN)
                .count();
    }
}
