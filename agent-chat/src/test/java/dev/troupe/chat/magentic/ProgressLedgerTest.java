package dev.troupe.chat.magentic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.magentic.ProgressLedger.NotALedger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLedgerTest {
    private static final List<String> NAMES = List.of("coder", "surfer");
    private static final String GOOD = Ledgers.next("coder", "Write ```it``` down.");

    @Test
    void readsJsonInAFenceOrWithWordsRoundIt() throws NotALedger {
        var plain = ProgressLedger.parse(GOOD, NAMES);

        assertThat(plain.nextSpeaker()).isEqualTo("coder");
        assertThat(plain.instruction()).isEqualTo("Write ```it``` down.");
        assertThat(plain.satisfied()).isEmpty();
        assertThat(plain.moving()).isTrue();
        assertThat(ProgressLedger.parse("```json\n" + GOOD + "\n```", NAMES)).isEqualTo(plain);
        assertThat(ProgressLedger.parse("Here it is:\n```\n" + GOOD + "\n```\nGood luck.", NAMES))
                .isEqualTo(plain);
    }

    @Test
    void readsTruthThatIsWrittenAsText() throws NotALedger {
        var ledger = ProgressLedger.parse(GOOD.replace("true", "\"True\"").replace("false", "\"False\""), NAMES);

        assertThat(ledger).isEqualTo(ProgressLedger.parse(GOOD, NAMES));
    }

    @Test
    void doesNotMindWhoIsNextWhenTheTaskIsDone() throws NotALedger {
        var ledger = ProgressLedger.parse(Ledgers.done("All is there.").replace("coder", ""), NAMES);

        assertThat(ledger.satisfied()).contains("All is there.");
    }

    @Test
    void letsTheOnlyParticipantBeNextWhateverTheModelSays() throws NotALedger {
        var ledger = ProgressLedger.parse(GOOD, List.of("writer"));

        assertThat(ledger.nextSpeaker()).isEqualTo("writer");
    }

    @Test
    void doesNotMoveInALoop() throws NotALedger {
        assertThat(ProgressLedger.parse(Ledgers.looping(), NAMES).moving()).isFalse();
        assertThat(ProgressLedger.parse(Ledgers.stalled(), NAMES).moving()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithOtherAnswers() {
        assertWrong("I do not know.", "no JSON object (expected: one)");
        assertWrong(GOOD + GOOD, "the JSON object cannot be read: ");
        assertWrong("{\"is_in_loop\": }", "the JSON object cannot be read: ");
        assertWrong("{}", "is_request_satisfied.reason: nothing (expected: a text)");
        assertWrong(GOOD.replace("true", "1"), "is_progress_being_made.answer: 1 (expected: true or false)");
        assertWrong(GOOD.replace("\"coder\"", "null"), "next_speaker.answer: null (expected: a text)");
        assertWrong(
                GOOD.replace("\"coder\"", "\"boss\""),
                "next_speaker.answer: 'boss' (expected: one of [coder, surfer])");
    }

    private static void assertWrong(String text, String message) {
        assertThatThrownBy(() -> ProgressLedger.parse(text, NAMES))
                .isInstanceOf(NotALedger.class)
                .hasMessageStartingWith(message);
    }
}
