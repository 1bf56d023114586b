package dev.troupe.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The checkers find what they are for: known bugs, planted one at a time. */
class SimulationMutationTest {
    private static final int SEEDS = 2_000;

    @TestFactory
    Stream<DynamicTest> findsAPlantedBug() {
        return Stream.of(
                test("acknowledge before the turn is applied", Mutants.acknowledgingEarly(), "Ledger"),
                test("drop on the way to a lane", Mutants.droppingOffers(), "BooksBalance"),
                test("drop at a hand-off", Mutants.droppingAtHandOff(), "Liveness"),
                test("forget duplicates", Mutants.forgettingDuplicates(), "AppliedOnce"),
                test("reorder after a resend", Mutants.reorderingResends(), "SenderOrder"),
                test("lose a timer", Mutants.losingTimers(), "Liveness"),
                test("ignore the inbox bound", Mutants.ignoringTheInboxLimit(), "Bounds"),
                test("acknowledge before the turn is stored", Mutants.acknowledgingUnstored(), "JournalKept"),
                test("say stored before a bucket has stored", Mutants.sayingStoredEarly(), "JournalKept"),
                test("forget what became of messages", Mutants.forgettingFates(), "StoredSendsKept"),
                test("let a zombie write", Mutants.lettingZombiesWrite(), "JournalKept"),
                test("forget a stored reminder", Mutants.forgettingReminders(), "JournalKept"),
                test("forget what was sent and is not settled", Mutants.forgettingOutgoing(), "JournalKept"),
                test("forget what was applied before a crash", Mutants.forgettingTurns(), "JournalKept"));
    }

    private static DynamicTest test(String bug, Parts parts, String promise) {
        Executable search = () -> {
            var broken = firstBroken(parts);

            assertThat(broken).as(bug).startsWith(promise);
        };
        return DynamicTest.dynamicTest(bug, search);
    }

    private static String firstBroken(Parts parts) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                Simulation.any(seed).parts(parts).run();
            } catch (BrokenPromiseError e) {
                return e.promise() + ", seed " + seed;
            }
        }
        return "nothing within " + SEEDS + " seeds";
    }
}
