package dev.troupe.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EncoderTest {
    record Note(String text, int number) {}

    record Computed(Supplier<String> rule) {
        @com.fasterxml.jackson.annotation.JsonProperty("text")
        String text() {
            return rule.get();
        }

        @Override
        @com.fasterxml.jackson.annotation.JsonIgnore
        public Supplier<String> rule() {
            return rule;
        }
    }

    @Test
    void writesEachValueOnItsOwn() {
        var encoder = new Encoder(Json.writer(Note.class));

        assertThat(text(encoder, new Note("a", 1))).isEqualTo("{\"text\":\"a\",\"number\":1}");
        assertThat(text(encoder, new Note("ü", 2))).isEqualTo("{\"text\":\"ü\",\"number\":2}");
    }

    @Test
    void leavesNothingOfAValueThatFailed() {
        var encoder = new Encoder(Json.writer(Computed.class));
        text(encoder, new Computed(() -> "first"));

        assertThatThrownBy(() -> text(encoder, new Computed(() -> {
                    throw new IllegalStateException("as told");
                })))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as told");

        assertThat(text(encoder, new Computed(() -> "second"))).isEqualTo("{\"text\":\"second\"}");
    }

    @Test
    void writesAValueWithinAnother() {
        var encoder = new Encoder(Json.writer(Computed.class));

        String outer = text(encoder, new Computed(() -> text(encoder, new Computed(() -> "inner"))));

        assertThat(outer).isEqualTo("{\"text\":\"{\\\"text\\\":\\\"inner\\\"}\"}");
    }

    @Test
    void writesLargeValuesAndSmallOnesAfterThem() {
        var encoder = new Encoder(Json.writer(Note.class));
        String large = "x".repeat(1_000_000);

        assertThat(text(encoder, new Note(large, 1))).hasSizeGreaterThan(1_000_000);
        assertThat(text(encoder, new Note("a", 2))).isEqualTo("{\"text\":\"a\",\"number\":2}");
    }

    @Test
    void isUsedByManyThreads() {
        var encoder = new Encoder(Json.writer(Note.class));
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            String name = "thread " + thread;
            threads.add(CompletableFuture.runAsync(() -> {
                for (int number = 0; number < 5_000; number++) {
                    assertThat(text(encoder, new Note(name, number)))
                            .isEqualTo("{\"text\":\"" + name + "\",\"number\":" + number + "}");
                }
            }));
        }
        threads.forEach(CompletableFuture::join);
    }

    private static String text(Encoder encoder, Object value) {
        return new String(encoder.write(value), StandardCharsets.UTF_8);
    }
}
