package dev.troupe.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 2_000;
    private static final int CHAIN_SEEDS = 200;

    @Test
    void keepsEveryPromiseWhateverHappensToNodesAndNetwork() {
        long accepted = 0;
        long processed = 0;
        long deadLettered = 0;
        long gone = 0;

        for (long seed = 0; seed < SEEDS; seed++) {
            var counts = Simulation.any(seed).run().counts();
            accepted += counts.accepted();
            processed += counts.processed();
            deadLettered += counts.deadLettered();
            gone += counts.goneWithNode();
        }

        assertThat(processed).as("messages processed").isGreaterThan(SEEDS * 100L);
        assertThat(deadLettered).as("messages given up").isGreaterThan(SEEDS);
        assertThat(gone).as("messages whose sender's node ended").isGreaterThan(SEEDS);
        assertThat(processed + deadLettered + gone).isEqualTo(accepted);
    }

    @Test
    void writesTheSameHistoryForTheSameSeed() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(Simulation.any(seed).run().history())
                    .as("seed %d", seed)
                    .isEqualTo(Simulation.any(seed).run().history());
        }
    }

    @Test
    void losesNothingWithoutFaults() {
        for (long seed = 0; seed < 50; seed++) {
            var counts = Simulation.seed(seed).faults(Faults.none()).run().counts();

            assertThat(counts.goneWithNode()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void letsEachKindOfFaultHappen() {
        for (var kind : Faults.Kind.values()) {
            int changed = 0;

            for (long seed = 0; seed < 20; seed++) {
                String calm = Simulation.seed(seed).faults(Faults.none()).run().history();
                String history =
                        Simulation.seed(seed).faults(Faults.of(kind)).run().history();
                changed += history.equals(calm) ? 0 : 1;
            }

            assertThat(changed).as("histories that %s has changed", kind).isPositive();
        }
    }

    @Test
    void runsAWorkloadOfYourOwn() {
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        List<CompletionStage<LedgerAgent.Total>> answers = new ArrayList<>();
        var agent = LedgerAgent.TYPE.ref("a");

        Simulation.seed(1)
                .agents(LedgerAgent.definition())
                .faults(Faults.none())
                .workload(world -> {
                    for (int number = 0; number < 10; number++) {
                        receipts.add(world.send(number % world.nodeCount(), agent, new LedgerAgent.Put(number)));
                    }
                    world.at(
                            Duration.ofSeconds(1),
                            () -> answers.add(world.ask(0, agent, new LedgerAgent.Count(), Duration.ofSeconds(1))));
                })
                .check(world -> assertThat(world.state(agent, LedgerAgent.State.class))
                        .hasValueSatisfying(state -> assertThat(state.applied()).isEqualTo(10)))
                .run();

        assertThat(receipts)
                .allSatisfy(receipt -> assertThat(
                                receipt.toCompletableFuture().join().processed())
                        .isTrue());
        assertThat(answers)
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.toCompletableFuture().join()).isEqualTo(new LedgerAgent.Total(10)));
    }

    @Test
    void keepsEveryPromiseForChainsOfAwaitedRequestsThatAreCancelledAndTimeOut() {
        List<CompletionStage<ChainAgent.Pulled>> answers = new ArrayList<>();

        for (long seed = 0; seed < CHAIN_SEEDS; seed++) {
            Simulation.seed(seed)
                    .agents(ChainAgent.definition())
                    .workload(world -> {
                        for (int number = 0; number < 30; number++) {
                            int chain = number;
                            world.at(Duration.ofMillis(300L * number), () -> answers.add(pull(world, chain)));
                        }
                    })
                    .run();
        }

        assertThat(answers)
                .as("answered")
                .filteredOn(answer -> answer.toCompletableFuture().isDone()
                        && !answer.toCompletableFuture().isCompletedExceptionally())
                .hasSizeGreaterThan(CHAIN_SEEDS * 5)
                .allMatch(answer -> answer.toCompletableFuture().join().links() == 3);
    }

    /** Pulls a chain of its own, the links of which are shared; every third one is given up soon. */
    private static CompletionStage<ChainAgent.Pulled> pull(World world, int number) {
        var first = ChainAgent.TYPE.ref("chain-" + number);
        var answer = world.ask(number % world.nodeCount(), first, new ChainAgent.Pull(3), ChainAgent.TIMEOUT);
        if (number % 3 == 0) {
            world.at(
                    Duration.ofMillis(300L * number + 2L * number),
                    () -> answer.toCompletableFuture().cancel(true));
        }
        return answer;
    }

    @Test
    void saysSeedPromiseAndHistoryWhenACheckFails() {
        var simulation = Simulation.seed(7)
                .check(world ->
                        assertThat(world.nodeCount()).as("nodes of the world").isZero());

        assertThatThrownBy(simulation::run)
                .isInstanceOfSatisfying(BrokenPromiseError.class, broken -> {
                    assertThat(broken.seed()).isEqualTo(7);
                    assertThat(broken.promise()).contains("nodes of the world");
                    assertThat(broken.history().lines()).hasSizeGreaterThan(60);
                })
                .hasMessageContaining("seed 7 broke")
                .hasMessageContaining("receipt PROCESSED for");
    }
}
