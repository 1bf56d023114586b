package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {
    @ParameterizedTest
    @CsvSource({
        "17 * 23, 391",
        "2 + 3 * 4, 14",
        "(2 + 3) * 4, 20",
        "10 - 4 - 3, 3",
        "-(1 - 3) * -2, -4",
        "0.1 + 0.2, 0.3",
        "100 / 8, 12.5",
        "1 - 1.00, 0",
        "20 * 5, 100",
    })
    void calculatesAsOneLearnsAtSchool(String expression, String value) {
        assertThat(Calculator.calculate(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1 +", "2 ** 3", "1e9", "(1", "1)", "1 2", "x", "1..2", "--1", "Runtime.exit(1)", "1,5"})
    void takesNothingElse(String expression) {
        assertThatThrownBy(() -> Calculator.calculate(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }

    @Test
    void refusesWhatIsTooLongAndADivisionByZero() {
        assertThatThrownBy(() -> Calculator.calculate("(".repeat(201))).hasMessageContaining("201 characters");
        assertThatThrownBy(() -> Calculator.calculate("1 / (2 - 2)")).hasMessageContaining("division: 1 / 0");
    }

    @Test
    void staysShortHoweverLargeTheNumberIs() {
        String nested = "9999999999".repeat(3);

        assertThat(Calculator.calculate(nested + "*" + nested + "*" + nested)).hasSizeLessThan(60);
    }
}
