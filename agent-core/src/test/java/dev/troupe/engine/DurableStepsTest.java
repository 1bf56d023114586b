package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Step;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.StepRecord;
import dev.troupe.journal.StoredAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DurableStepsTest {

    private final AgentMachineFixture.Recorder port = new AgentMachineFixture.Recorder();
    private final List<JournalEntry> journal = new ArrayList<>();
    private Durability durability = new Durability(new StoredAgent(8, 8), stream -> 0);
    private String open = "m1";

    @Test
    void storesTheResultBeforeTheTurnGoesOn() {
        var run = step(Step.repeatable("charge"));

        steps().onStep(run, 1);
        steps().onStepDone(run, "{\"paid\":1}", null, 2);
        boolean doneBefore = run.result().isDone();
        store();

        assertThat(doneBefore).isFalse();
        assertThat(run.result()).isCompletedWithValue("{\"paid\":1}");
        assertThat(journal).containsExactly(new StepRecord(2, "m1", "charge", "{\"paid\":1}"));
    }

    @Test
    void takesTheStoredResultInTheNextLife() {
        var run = step(Step.once("charge"));
        steps().onStep(run, 1);
        store();
        steps().onStepDone(run, "{\"paid\":1}", null, 2);
        store();

        restart();
        var again = step(Step.once("charge"));
        steps().onStep(again, 3);

        assertThat(again.result()).isCompletedWithValue("{\"paid\":1}");
        assertThat(port.steps).containsExactly(run);
    }

    @Test
    void doesARepeatableStepAgainOfWhichNoResultIsStored() {
        steps().onStep(step(Step.repeatable("charge")), 1);

        restart();
        var again = step(Step.repeatable("charge"));
        steps().onStep(again, 3);

        assertThat(port.steps).hasSize(2).last().isEqualTo(again);
    }

    @Test
    void storesThatAStepBeginsWhichMustNotBeRepeated() {
        var run = step(Step.once("charge"));

        steps().onStep(run, 1);
        var begunBefore = List.copyOf(port.steps);
        store();

        assertThat(begunBefore).isEmpty();
        assertThat(port.steps).containsExactly(run);
    }

    @Test
    void saysThatNobodyKnowsWhetherAStepWasDoneThatMustNotBeRepeated() {
        steps().onStep(step(Step.once("charge")), 1);
        store();

        restart();
        var again = step(Step.once("charge"));
        steps().onStep(again, 3);

        assertThat(port.steps).hasSize(1);
        assertThatThrownBy(() -> again.result().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        AgentException.class,
                        unknown -> assertThat(unknown.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN))
                .hasMessageContaining("charge");
    }

    @Test
    void doesNothingForATurnThatIsOver() {
        open = "m2";
        var run = step(Step.repeatable("charge"));

        steps().onStep(run, 1);

        assertThat(port.steps).isEmpty();
        assertThatThrownBy(() -> run.result().join()).isInstanceOf(CancellationException.class);
    }

    private static StepRun step(Step step) {
        return new StepRun("m1", step, () -> "{}", new CompletableFuture<>());
    }

    private DurableSteps steps() {
        return new DurableSteps(durability, port, open::equals);
    }

    private void store() {
        for (var entries = durability.takeEntries(); !entries.isEmpty(); entries = durability.takeEntries()) {
            journal.addAll(entries);
            durability.onStored(entries.size(), 0);
        }
    }

    private void restart() {
        var stored = new StoredAgent(8, 8);
        journal.forEach(stored::apply);
        durability = new Durability(stored, stream -> 0);
    }
}
