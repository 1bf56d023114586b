package dev.troupe.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpliceTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'{\"l\":[1,2],\"n\":2}', '{\"l\":[1,2,3],\"n\":3}', 9, ',3],\"n\":3'",
                "abc, abc, 3, ''",
                "'', abc, 0, abc",
                "abc, '', 0, ''",
                "aa, aaa, 2, a",
                "aaa, aa, 2, ''",
            })
    void isTheShortestOne(String before, String after, int at, String inserted) {
        var splice = Splice.between(before, after);

        assertThat(splice.at()).isEqualTo(at);
        assertThat(splice.inserted()).isEqualTo(inserted);
        assertThat(splice.applyTo(before)).isEqualTo(after);
    }

    @Test
    void makesTheOtherTextOfAnyText() {
        var random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            String before = text(random);
            String after = random.nextBoolean() ? text(random) : edited(before, random);

            var splice = Splice.between(before, after);

            assertThat(splice.applyTo(before)).isEqualTo(after);
            var stored = splice.inserted().getBytes(StandardCharsets.UTF_8);
            assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo(splice.inserted());
        }
    }

    @Test
    void refusesATextThatItWasNotMadeFor() {
        var splice = Splice.between("{\"l\":[1]}", "{\"l\":[1,2]}");

        assertThatThrownBy(() -> splice.applyTo("{\"l\":[5]}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is an entry of the journal missing?");
        assertThatThrownBy(() -> splice.applyTo("")).isInstanceOf(IllegalStateException.class);
    }

    /** Whole characters, some of them of two halves that other ones have too. */
    private static String text(Random random) {
        String[] characters = {"a", "b", "\uD83D\uDE00", "\uD83D\uDE01", "\uD83E\uDE00"};
        var text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static String edited(String text, Random random) {
        int at = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
        return text.substring(0, at) + text(random) + text.substring(at);
    }
}
