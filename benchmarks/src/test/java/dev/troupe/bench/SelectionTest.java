package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<String> NAMES =
            List.of("send-local-1", "send-local-100", "send-local-1-10kb", "ask-local");

    @Test
    void takesAllNamesWhenNoneIsWanted() {
        assertThat(selected()).isEqualTo(NAMES);
    }

    @Test
    void takesANameAndNotThoseThatStartLikeIt() {
        assertThat(selected("send-local-1")).containsExactly("send-local-1");
    }

    @Test
    void takesAllNamesThatStartWithAWord() {
        assertThat(selected("send", "ask-local")).isEqualTo(NAMES);
    }

    @Test
    void saysWhichNamesThereAreWhenOneIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of(List.of("ask", "sned"), NAMES))
                .withMessageContainingAll("'sned'", "send-local-1, send-local-100, ");
    }

    @Test
    void findsEveryScenarioOfACatalogueByItsNameAlone() {
        var time = Duration.ofSeconds(1);

        for (var catalogue : List.of(
                Catalogue.suites(time), DurableCatalogue.suites(time, null), ChatCatalogue.suites(time, null))) {
            var names = catalogue.stream()
                    .flatMap(suite -> suite.scenarios().stream())
                    .map(Scenario::name)
                    .toList();

            assertThat(names)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(names.stream().filter(Selection.of(List.of(name), names)))
                            .containsExactly(name));
        }
    }

    private static List<String> selected(String... wanted) {
        return NAMES.stream().filter(Selection.of(List.of(wanted), NAMES)).toList();
    }
}
