package dev.troupe.samples.triage;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes seconds, not one: it is the real model that is tested here, on every document of the sample. */
class EmbeddingClassifierTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final double ACCURACY = 0.9;

    private static EmbeddingClassifier classifier;

    @BeforeAll
    static void load() {
        classifier = EmbeddingClassifier.load();
    }

    @Test
    void labelsAtLeastNineOfTenSampleDocumentsWithTheirQueue() {
        var documents = SampleDocument.all();
        var confusions =
                documents.stream().map(Confusion::of).filter(Confusion::wrong).toList();

        assertThat(1 - (double) confusions.size() / documents.size())
                .as(
                        "accuracy; confused:%n%s",
                        confusions.stream().map(Confusion::line).collect(joining("\n")))
                .isGreaterThanOrEqualTo(ACCURACY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n\t ",
                "\u200b\u200b",
                "!!!!",
                "The recipe needs three eggs, flour and a pinch of salt; bake for forty minutes.",
                "It was a dark and stormy night, and the fox slept under the oak.",
            })
    void leavesTextsThatResembleNothingToAPerson(String text) {
        var label = classifier.classify(text);

        assertThat(label.queue()).isEqualTo(Label.MANUAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ", "x", "1", "\ud83d\ude00", "\u4e2d", "-", "a\u0301", "\u0000q"})
    void labelsAMebibyteOfAnything(String pattern) {
        var text = pattern.repeat(MEBIBYTE / pattern.length());

        var label = classifier.classify(text);

        assertThat(label.score()).isBetween(-1.0, 1.0);
    }

    @Test
    void readsOnlyTheBeginningOfALongText() {
        var start = "Please pay the overdue invoice. ".repeat(80).substring(0, EmbeddingClassifier.MAX_CHARS);

        var label = classifier.classify(start + "I resign from my position. ".repeat(10_000));

        assertThat(label).isEqualTo(classifier.classify(start));
    }

    @Test
    void doesNotCutAnEmojiInTwo() {
        var start = "Please pay the overdue invoice. ".repeat(80).substring(0, EmbeddingClassifier.MAX_CHARS - 1);

        var label = classifier.classify(start + "\ud83d\ude00 and more");

        assertThat(label).isEqualTo(classifier.classify(start));
    }

    @Test
    void givesTheSameLabelFromManyThreadsAtOnce() throws Exception {
        var documents = SampleDocument.all().subList(0, 20);
        var pool = Executors.newFixedThreadPool(4);
        try {
            var labels = pool.invokeAll(documents.stream()
                    .map(d -> (Callable<Label>) () -> classifier.classify(d.text()))
                    .toList());

            for (var i = 0; i < labels.size(); i++) {
                var alone = classifier.classify(documents.get(i).text());
                var together = labels.get(i).get(30, TimeUnit.SECONDS);
                assertThat(together.queue()).isEqualTo(alone.queue());
                assertThat(together.score()).isCloseTo(alone.score(), within(1e-6));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void sharesOneModelInTheJvm() {
        assertThat(MiniLm.shared()).isSameAs(MiniLm.shared());
    }

    private record Confusion(SampleDocument document, Label label) {

        static Confusion of(SampleDocument document) {
            return new Confusion(document, classifier.classify(document.text()));
        }

        boolean wrong() {
            return !label.queue().equals(document.queue());
        }

        String line() {
            return "%s: %s %.3f, not %s".formatted(document.name(), label.queue(), label.score(), document.queue());
        }
    }
}
