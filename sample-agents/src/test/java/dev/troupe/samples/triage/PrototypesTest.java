package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrototypesTest {

    @Test
    void readsAQueueAndASentenceFromEachLine() {
        var prototypes = Prototypes.parse("""
        # ignored
        billing: Pay this: now.

        people: I resign.
        billing: You owe us.
        """);

        assertThat(prototypes.byQueue())
                .containsEntry("billing", List.of("Pay this: now.", "You owe us."))
                .containsEntry("people", List.of("I resign."))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", ": no queue", "billing:", "billing:  "})
    void refusesALineWithoutQueueOrSentence(String line) {
        assertThatThrownBy(() -> Prototypes.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: queue: sentence");
    }

    @Test
    void refusesATextWithoutPrototypes() {
        assertThatThrownBy(() -> Prototypes.parse("# nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void describesEveryQueueOfTheSample() {
        assertThat(Prototypes.load().byQueue()).containsOnlyKeys("billing", "legal", "support", "operations", "people");
    }
}
