package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.JournalPage;
import dev.troupe.journal.StepRecord;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.StoredState;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Turns that a machine has stored, as people see them, and run again. */
class ReplayTest extends AgentMachineFixture {
    private static final AgentId C = AgentId.of("test", "c");

    private final List<JournalEntry> journal = new ArrayList<>();

    @Override
    AgentDefinition<TestAgent.Command, TestAgent.State> definition() {
        return TestAgent.definition().durable();
    }

    @Test
    void findsNoDifferenceInWhatTheSameCodeStored() {
        live();

        var replayed = replay().run(page());

        assertThat(replayed).hasSize(7).allMatch(turn -> turn.equals(ReplayedTurn.same(turn.turn())));
    }

    @Test
    void showsTurnsWithWhatCameBeforeAndAfterAndWhatWasSent() {
        live();

        var turns = Histories.of(page()).turns();

        var first = turns.get(0);
        assertThat(first.message().payload().type()).isEqualTo("test.Note");
        assertThat(first.before()).isEmpty();
        assertThat(first.after()).contains("{\"notes\":[\"one\"]}");
        var asking = turns.get(1);
        assertThat(asking.before()).isEqualTo(asking.after()).isEqualTo(first.after());
        assertThat(asking.sent()).extracting(HistoryEntry.Sent::recipient).containsExactly(AgentId.of("test", "b"));
        var answered = turns.get(2);
        assertThat(answered.message().answerTo()).isPresent();
        assertThat(answered.message().sender()).contains(AgentId.of("test", "b"));
        var request = turns.get(3);
        assertThat(request.sent()).isEmpty();
        assertThat(request.answer())
                .hasValueSatisfying(answer -> assertThat(answer.json()).isEqualTo("{\"text\":\"here\"}"));
        assertThat(turns.get(4).sent()).extracting(HistoryEntry.Sent::delay).containsExactly(Duration.ofSeconds(1));
        assertThat(turns.get(6).failure()).map(Failure::kind).contains(Failure.Kind.HANDLER_ERROR);
    }

    @Test
    void endsWithTheFirstDifferenceOfAState() {
        journal.add(turn(new TestAgent.Note("one"), null, "{\"notes\":[\"one\"]}"));
        journal.add(turn(new TestAgent.Note("two"), null, "{\"notes\":[\"TWO\"]}"));
        journal.add(turn(new TestAgent.Note("three"), null, "{\"notes\":[]}"));

        var replayed = replay().run(page());

        assertThat(replayed).hasSize(2);
        assertThat(replayed.get(1).difference())
                .contains(new ReplayedTurn.Difference(
                        "state after", "{\"notes\":[\"TWO\"]}", "{\"notes\":[\"one\",\"two\"]}"));
    }

    @Test
    void saysWhatIsSentTodayAndWasNotThen() {
        journal.add(turn(new TestAgent.TellB(), null, null));

        var replayed = replay().run(page());

        assertThat(replayed.get(0).difference())
                .contains(new ReplayedTurn.Difference(
                        "message 1 of what it sent", "nothing", "to test/b: test.Note {\"text\":\"told\"}"));
    }

    @Test
    void saysThatAMessageThatWasGivenUpIsHandledToday() {
        var failure = Failure.of(Failure.Kind.HANDLER_ERROR, "it threw");
        journal.add(turn(new TestAgent.Note("one"), failure, null));

        var replayed = replay().run(page());

        assertThat(replayed.get(0).difference())
                .contains(new ReplayedTurn.Difference("failure", "HANDLER_ERROR: it threw", "nothing"));
    }

    @Test
    void saysThatAStateCannotBeReadToday() {
        journal.add(turn(new TestAgent.Note("one"), null, "{\"notes\":7}"));

        var replayed = replay().run(page());

        assertThat(replayed.get(0).difference()).hasValueSatisfying(difference -> {
            assertThat(difference.what()).isEqualTo("state after");
            assertThat(difference.today()).contains("state of test/a");
        });
    }

    @Test
    void takesWhatCannotBeRunAgainAsItIsStoredAndGoesOnFromThere() {
        var expired = Failure.of(Failure.Kind.EXPIRED, "too late");
        journal.add(turn(new TestAgent.Wait(), null, "{\"notes\":[\"from outside\"]}"));
        journal.add(turn(new TestAgent.Note("late"), expired, null));
        journal.add(turn(new TestAgent.Note("two"), null, "{\"notes\":[\"from outside\",\"two\"]}"));

        var replayed = replay().run(page());

        assertThat(replayed)
                .extracting(ReplayedTurn::takenAsStored)
                .containsExactly(
                        Optional.of("its turn awaits what is outside: not replayable"),
                        Optional.of("its message was given up: EXPIRED: too late"),
                        Optional.empty());
        assertThat(replayed).allMatch(turn -> turn.difference().isEmpty());
    }

    @Test
    void givesAStepTheResultThatIsStored() {
        journal.add(new StepRecord(1_000, "m2", "charge", null));
        journal.add(new StepRecord(1_001, "m2", "charge", "\"paid 7\""));
        journal.add(turn(new TestAgent.Charge(), null, "{\"notes\":[\"paid 7\"]}"));
        journal.add(turn(new TestAgent.Charge(), null, "{\"notes\":[\"paid 7\",\"paid 8\"]}"));

        var replayed = replay().run(page());

        assertThat(replayed.get(0)).isEqualTo(ReplayedTurn.same(3));
        assertThat(replayed.get(1).takenAsStored()).contains("its turn awaits what is outside: not replayable");
    }

    @Test
    void saysWhatTodaysCodeMakesOfTheResultOfAStep() {
        journal.add(new StepRecord(1_001, "m1", "charge", "\"paid 7\""));
        journal.add(turn(new TestAgent.Charge(), null, "{\"notes\":[\"PAID 7\"]}"));

        var replayed = replay().run(page());

        assertThat(replayed.get(0).difference())
                .contains(new ReplayedTurn.Difference(
                        "state after", "{\"notes\":[\"PAID 7\"]}", "{\"notes\":[\"paid 7\"]}"));
    }

    @Test
    void goesOnWithTheNextPageFromWhatTheLastOneAsked() {
        live();
        var whole = page();
        int cut = 2;
        var before = new StoredAgent(1, 1);
        journal.subList(0, cut).forEach(before::apply);
        var first =
                new JournalPage(SELF, 1, 7, whole.before(), whole.entries().subList(0, cut), OptionalLong.of(cut + 1));
        var second = new JournalPage(
                SELF,
                1,
                7,
                before.snapshot(),
                whole.entries().subList(cut, whole.entries().size()),
                OptionalLong.empty());
        var replay = replay();

        var replayed = new ArrayList<>(replay.run(first));
        replayed.addAll(replay.run(second));

        assertThat(replayed).hasSize(7).allMatch(turn -> turn.takenAsStored().isEmpty());
        assertThat(replay().run(second)).isEqualTo(replayed.subList(cut, 7));
    }

    /** A note, a request and its answer, a request to it, a reminder that is due, a message that is given up. */
    private void live() {
        deliver(message("m1", null, new TestAgent.Note("one")), 1_000);
        store(1_000);
        deliver(message("m2", null, new TestAgent.AskB()), 1_001);
        store(1_001);
        deliver(answer(port.sent.get(0).id(), new TestAgent.Reply("yes")), 1_002);
        store(1_002);
        deliver(request("m3", new TestAgent.Read(), C, Long.MAX_VALUE), 1_003);
        store(1_003);
        deliver(message("m4", null, new TestAgent.Remind()), 1_004);
        store(1_004);
        pass(3_000);
        store(3_000);
        deliver(message("m5", null, new TestAgent.Fail()), 3_001);
        pass(9_000);
        store(9_000);
    }

    private void store(long now) {
        var entries = machine.durability().takeEntries();
        journal.addAll(entries);
        machine.durability().onStored(entries.size(), now);
        pass(now);
    }

    private Replay<?, ?> replay() {
        return Replay.of(definition(), SELF, types);
    }

    private JournalPage page() {
        List<JournalPage.Numbered> numbered = new ArrayList<>();
        journal.forEach(entry -> numbered.add(new JournalPage.Numbered(numbered.size() + 1, entry)));
        return new JournalPage(
                SELF, 1, journal.size(), new StoredAgent(1, 1).snapshot(), numbered, OptionalLong.empty());
    }

    private TurnRecord turn(Object message, @Nullable Failure failure, @Nullable String state) {
        Envelope envelope = message("m" + journal.size(), null, message);
        return new TurnRecord(
                1_000 + journal.size(),
                envelope,
                null,
                1,
                failure,
                state == null ? null : new StoredState(1, state),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
