package dev.troupe.samples.triage;

import static dev.troupe.samples.triage.PolicyTool.CARD_NUMBERS;
import static dev.troupe.samples.triage.PolicyTool.IBANS;
import static dev.troupe.samples.triage.PolicyTool.LEGAL_HOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyToolTest {

    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1111",
                "4111111111111111",
                "4111-1111-1111-1111",
                "card:4111111111111111.",
                "5555 5555 5555 4444",
                "3782 822463 10005",
                "6011111111111117",
                "4222222222222",
                "2223003122003222",
                "my card is 4111 1111 1111 1111 12/28",
                "order 77 4111 1111 1111 1111",
            })
    void findsCardNumbersThatPassTheLuhnCheck(String text) {
        assertThat(CARD_NUMBERS.find(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1112",
                "9120 4417 0032 5518",
                "4111 1111 1111",
                "0000 0000 0000 0000",
                "41111111111111111111",
                "4111  1111  1111  1111",
                "4111\n1111\n1111\n1111",
                "",
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(CARD_NUMBERS.find(text)).isEmpty();
    }

    @Test
    void showsOnlyTheLastFourDigitsOfACard() {
        var findings = CARD_NUMBERS.find("Pay with 4111 1111 1111 1111, or 5555555555554444.");

        assertThat(findings)
                .containsExactly(
                        new Finding("CARD_NUMBERS", "************1111"),
                        new Finding("CARD_NUMBERS", "************4444"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE89 3704 0044 0532 0130 00",
                "DE89370400440532013000",
                "de89-3704-0044-0532-0130-00",
                "GB82 WEST 1234 5698 7654 32",
                "IBAN: NL91 ABNA 0417 1643 00.",
                "FR14 2004 1010 0505 0001 3M02 606, Paris",
                "NO93 8601 1117 947 BIC TESTNOKK",
                "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
            })
    void findsIbansWithTheRightLengthAndCheckDigits(String text) {
        assertThat(IBANS.find(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE88 3704 0044 0532 0130 00",
                "GB00 WEST 1234 5698 7654 99",
                "DE89 3704 0044 0532 0130",
                "DE89 3704 0044 0532 0130 001",
                "XX89 3704 0044 0532 0130 00",
                "DE89 3704 0044, 0532 0130 00",
                "CODE89370400440532013000",
                "DE89",
                "",
            })
    void leavesOtherReferencesAlone(String text) {
        assertThat(IBANS.find(text)).isEmpty();
    }

    @Test
    void showsOnlyTheCountryAndTheLastFourCharactersOfAnIban() {
        var findings = IBANS.find("to DE89 3704 0044 0532 0130 00, please");

        assertThat(findings).containsExactly(new Finding("IBANS", "DE****************3000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIDENTIAL - LEGAL HOLD",
                "Dear all,\n  Confidential - Legal Hold  \nkeep this",
                "first\r\nCONFIDENTIAL \u2013 LEGAL HOLD\r\nlast",
            })
    void findsTheLineThatMarksALegalHold(String text) {
        assertThat(LEGAL_HOLD.find(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A legal hold is not required.",
                "The stamp says CONFIDENTIAL - LEGAL HOLD, ignore it.",
                "CONFIDENTIAL",
                "CONFIDENTIAL\nLEGAL HOLD",
                "",
            })
    void doesNotTakeTheWordsInASentenceForALegalHold(String text) {
        assertThat(LEGAL_HOLD.find(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4 ", "1 1", "4-", "DE89", "DE89 ", "a1", " ", "\n", "CONFIDENTIAL - "})
    void readsAMebibyteOfAnythingWithoutFailing(String pattern) {
        var text = pattern.repeat(MEBIBYTE / pattern.length());

        assertThat(PolicyTool.values())
                .allSatisfy(tool -> assertThat(tool.find(text)).hasSizeLessThanOrEqualTo(PolicyTool.MAX_FINDINGS));
    }

    @Test
    void stopsAfterTheHundredthFinding() {
        var text = "4111 1111 1111 1111\n".repeat(PolicyTool.MAX_FINDINGS + 1);

        assertThat(CARD_NUMBERS.find(text)).hasSize(PolicyTool.MAX_FINDINGS);
    }

    @Test
    void knowsItsToolsByName() {
        assertThat(PolicyTool.named("IBANS")).isEqualTo(IBANS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASSWORDS", "ibans", ""})
    void refusesAToolThatIsNotOnTheListAndNamesThoseThatAre(String name) {
        assertThatThrownBy(() -> PolicyTool.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tool: '" + name + "' (expected: one of [CARD_NUMBERS, IBANS, LEGAL_HOLD])");
    }
}
