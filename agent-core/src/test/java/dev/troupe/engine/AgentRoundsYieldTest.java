package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Step;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.engine.AgentRounds.Next;
import dev.troupe.journal.JournalEntry;
import dev.troupe.message.Envelope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A durable agent that must move while a long turn is open. */
class AgentRoundsYieldTest extends AgentMachineFixture {
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Batch<Envelope> message = batch(message("m1", null, new TestAgent.Wait()));
    private AgentRounds<TestAgent.State> rounds = new AgentRounds<>(machine, Clock.systemUTC());

    @Override
    AgentDefinition<TestAgent.Command, TestAgent.State> definition() {
        return TestAgent.definition().durable();
    }

    @BeforeEach
    void beginALongTurn() {
        rounds.onBatch(message);
        assertThat(rounds.round()).isEqualTo(Next.AWAIT);
    }

    @Test
    void doesItsStepsWhileItMayStay() {
        var step = step("first");

        var next = rounds.onStep(step);
        store();

        assertThat(next).isEqualTo(Next.REST);
        assertThat(port.steps).containsExactly(step);
        assertThat(port.ends).isEmpty();
    }

    @Test
    void givesWayAtTheNextStepInsteadOfBeginningIt() {
        rounds.stop();

        var step = step("second");
        var next = rounds.onStep(step);

        assertThat(next).isEqualTo(Next.END);
        assertThat(port.steps).isEmpty();
        assertThat(port.ends).containsExactly(TurnEnd.YIELDED);
        assertThat(port.states).last().isEqualTo(Report.State.RELEASED);
        assertThat(port.settled).isEmpty();
        assertThatThrownBy(() -> step.result().join()).isInstanceOf(CancellationException.class);
    }

    @Test
    void storesTheStepUnderWayBeforeItGivesWay() {
        var under = step("first");
        rounds.onStep(under);
        store();
        rounds.stop();

        machine.steps().onStepDone(under, "\"paid\"", null, 1);
        var next = rounds.onStep(step("second"));
        var early = rounds.round();
        store();

        assertThat(List.of(next, early)).containsExactly(Next.REST, Next.REST);
        assertThat(rounds.round()).isEqualTo(Next.END);
        restart();
        var again = step("first");
        rounds.onStep(again);
        assertThat(again.result()).isCompletedWithValue("\"paid\"");
    }

    @Test
    void letsNothingOutOfATurnThatWasCutOff() {
        rounds.stop();

        var end = rounds.end();
        rounds.onAwaited(null, new IllegalStateException("too late"));

        assertThat(end).isEqualTo(Next.END);
        assertThat(port.ends).containsExactly(TurnEnd.CUT_OFF);
        assertThat(port.settled).isEmpty();
        assertThat(port.deadLetters).isEmpty();
    }

    private static StepRun step(String name) {
        return new StepRun("m1", Step.once(name), () -> "{}", new CompletableFuture<>());
    }

    private void store() {
        var durability = machine.durability();
        for (var entries = durability.takeEntries(); !entries.isEmpty(); entries = durability.takeEntries()) {
            journal.addAll(entries);
            durability.onStored(entries.size(), 0);
        }
    }

    private void restart() {
        machine = newMachine(3);
        journal.forEach(machine.durability().stored()::apply);
        machine.recover(0);
        rounds = new AgentRounds<>(machine, Clock.systemUTC());
        rounds.onBatch(message);
        rounds.round();
    }
}
