package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

    private static final String TEXT = """
      CONFIDENTIAL - LEGAL HOLD
      Card 4111 1111 1111 1111, account GB82 WEST 1234 5698 7654 32.
      """;

    @Test
    void appliesEveryToolInTheOrderOfTheList() {
        var findings = PolicyRules.check(TEXT);

        assertThat(findings).extracting(Finding::tool).containsExactly("CARD_NUMBERS", "IBANS", "LEGAL_HOLD");
    }

    @Test
    void appliesOnlyTheToolsAskedFor() {
        var findings = PolicyRules.check(TEXT, List.of("IBANS"));

        assertThat(findings).containsExactly(new Finding("IBANS", "GB****************5432"));
    }

    @Test
    void refusesToolsThatAreNotOnTheList() {
        assertThatThrownBy(() -> PolicyRules.check(TEXT, List.of("IBANS", "PASSWORDS")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PASSWORDS")
                .hasMessageContaining("CARD_NUMBERS, IBANS, LEGAL_HOLD");
    }

    @Test
    void flagsExactlyTheSampleDocumentsThatAreNamedSo() {
        var flagged = SampleDocument.all().stream()
                .filter(document -> !PolicyRules.check(document.text()).isEmpty());

        assertThat(flagged)
                .containsExactlyElementsOf(SampleDocument.all().stream()
                        .filter(SampleDocument::flagged)
                        .toList());
    }

    @Test
    void letsNoFullNumberOutOfTheSampleDocuments() {
        var excerpts = SampleDocument.all().stream()
                .flatMap(document -> PolicyRules.check(document.text()).stream())
                .map(Finding::excerpt);

        assertThat(excerpts)
                .isNotEmpty()
                .allSatisfy(excerpt -> assertThat(excerpt.replaceAll("\\D", "")).hasSizeLessThan(5));
    }
}
