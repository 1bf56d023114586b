package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.StreamId;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.SettledRecord;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a durable agent stores, what it holds back until then, and what its next life knows. */
class AgentMachineDurableTest extends AgentMachineFixture {
    private static final AgentId B = AgentId.of("test", "b");

    private final List<JournalEntry> journal = new ArrayList<>();

    @Override
    AgentDefinition<TestAgent.Command, TestAgent.State> definition() {
        return TestAgent.definition().durable();
    }

    @Test
    void letsNothingOutBeforeItsTurnIsStored() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        var settledBefore = List.copyOf(port.settled);
        var sentBefore = List.copyOf(port.sent);

        store(0);

        assertThat(settledBefore).isEmpty();
        assertThat(sentBefore).isEmpty();
        assertThat(port.settled).hasSize(1);
        assertThat(port.sent).hasSize(1);
    }

    @Test
    void runsTheNextTurnWhileTheLastOneIsStored() {
        deliver(message("m1", null, new TestAgent.Note("one")), 0);
        deliver(message("m2", null, new TestAgent.Note("two")), 0);

        var entries = machine.durability().takeEntries();

        assertThat(entries).hasSize(2).allMatch(TurnRecord.class::isInstance);
        assertThat(machine.state().notes()).containsExactly("one", "two");
        assertThat(port.settled).isEmpty();
    }

    @Test
    void comesBackWithItsStateAndTellsADuplicateItsOutcomeAgain() {
        var batch = batch(message("m1", null, new TestAgent.Note("one")));
        deliver(batch, 0);
        store(0);

        restart(1_000);
        deliver(batch, 1_000);
        store(1_000);

        assertThat(machine.state().notes()).containsExactly("one");
        assertThat(machine.turns()).isEqualTo(1);
        assertThat(journal).filteredOn(TurnRecord.class::isInstance).hasSize(1);
        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.processed(1, null));
    }

    @Test
    void storesFirstThatItsLifeBegins() {
        restart(1_000);
        deliver(message("m1", null, new TestAgent.Note("one")), 1_000);

        assertThat(machine.durability().takeEntries())
                .extracting(entry -> entry.getClass().getSimpleName())
                .containsExactly("StartedRecord", "TurnRecord");
    }

    @Test
    void wantsNoWakeUpWhileItOnlyWaitsToBeStoredBeforeItEnds() {
        var rounds = new AgentRounds<>(machine, Clock.systemUTC());
        deliver(message("m1", null, new TestAgent.Remind()), 0);

        var stop = rounds.stop();
        long wakeUp = rounds.nextTime();
        store(1);

        assertThat(stop).isEqualTo(AgentRounds.Next.REST);
        assertThat(wakeUp).isEqualTo(Long.MAX_VALUE);
        assertThat(rounds.round()).isEqualTo(AgentRounds.Next.END);
    }

    @Test
    void sendsAgainUnderTheSameIdWhatItDoesNotKnowToBeSettled() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        store(0);
        var first = port.sent.get(0);

        restart(1_000);

        assertThat(port.sent).containsExactly(first);
        assertThat(first.ordinal()).isPositive();
    }

    @Test
    void cancelsAgainWhatAnEarlierLifeHadCancelled() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        store(0);
        deliver(message("m2", null, new TestAgent.GiveUpB()), 1);
        store(1);
        var sent = List.copyOf(port.sent);

        restart(1_000);

        assertThat(sent).extracting(Envelope::kind).containsExactly(Envelope.Kind.MESSAGE, Envelope.Kind.CANCEL);
        assertThat(port.sent).isEqualTo(sent);
    }

    @Test
    void failsARequestThatAnEarlierLifeAskedAtItsDeadline() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        store(0);

        restart(1_000);
        pass(100_000);
        store(100_000);

        assertThat(machine.state().notes()).singleElement().asString().isEqualTo("failed TIMEOUT");
    }

    @Test
    void takesTheAnswerToARequestOfAnEarlierLife() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        store(0);
        String request = port.sent.get(0).id();

        restart(1_000);
        deliver(afterTheCrash(answer(request, new TestAgent.Reply("late"))), 1_000);
        store(1_000);

        assertThat(machine.state().notes()).containsExactly("reply late");
        assertThat(machine.durability().stored().snapshot().asked()).isEmpty();
        assertThat(machine.durability().stored().snapshot().outgoing()).isEmpty();
    }

    @Test
    void sendsAgainUnderOneIdWhatEachOfSeveralRecipientsHasNotSettled() {
        deliver(message("m1", null, new TestAgent.TellAll()), 0);
        store(0);
        pass(1_000);
        store(1_000);
        var sent = List.copyOf(port.sent);
        var toB = sent.stream().filter(each -> each.recipient().equals(B)).toList();

        machine.onSent(toB.get(0), Outcome.processed(1, null), 1_000);
        pass(5_000);
        store(5_000);
        port.sent.clear();
        restart(6_000);

        assertThat(sent).extracting(Envelope::id).containsOnly("all").hasSize(4);
        assertThat(port.sent).hasSize(3).containsExactlyElementsOf(sent.subList(1, 4));
    }

    @Test
    void saysAfterAWhileWhatIsSettledIfNoTurnDoes() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        store(0);
        var sent = port.sent.get(0);

        machine.onSent(sent, Outcome.processed(1, null), 100);
        var idleBefore = machine.idle();
        pass(2_100);
        store(2_100);

        assertThat(idleBefore).isFalse();
        assertThat(journal).last().isEqualTo(new SettledRecord(2_100, List.of(sent.ordinal())));
    }

    @Test
    void doesNotApplyAgainWhatADurableSenderRepeatsInAnotherStream() {
        var fromB = message("b1", B, new TestAgent.Note("once")).withOrdinal(7);
        deliver(fromB, 0);
        store(0);

        restart(1_000);
        deliver(afterTheCrash(fromB), 1_000);
        store(1_000);

        assertThat(machine.state().notes()).containsExactly("once");
        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.processed(1, null));
    }

    @Test
    void tellsADurableSenderThatItsMessageWasGivenUpBefore() {
        var fromB = message("b1", B, new TestAgent.Fail()).withOrdinal(7);
        deliver(fromB, 0);
        pass(1_000);
        store(1_000);

        restart(2_000);
        deliver(afterTheCrash(fromB), 2_000);
        store(2_000);

        assertThat(port.outcomes.get(1L).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.HANDLER_ERROR);
    }

    /** What a sender sends whose own node has ended meanwhile: by another lane. */
    private static Batch<Envelope> afterTheCrash(Envelope envelope) {
        return new Batch<>(new StreamId("other#0", 2), 1, 1, 0, List.of(new Batch.Entry<>(1, envelope)));
    }

    /** Stores what is new, and lets the machine go on. */
    private void store(long now) {
        var entries = machine.durability().takeEntries();
        journal.addAll(entries);
        machine.durability().onStored(entries.size(), now);
        pass(now);
        if (machine.storing()) {
            store(now);
        }
    }

    /** The agent ends without a word, and comes back with what is stored. */
    private void restart(long now) {
        port.sent.clear();
        port.settled.clear();
        port.outcomes.clear();
        machine = newMachine(3);
        journal.forEach(machine.durability().stored()::apply);
        machine.recover(now);
    }
}
