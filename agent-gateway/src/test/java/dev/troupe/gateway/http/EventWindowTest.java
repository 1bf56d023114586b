package dev.troupe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventWindowTest {
    private static final TopicId A = TopicId.of("sold", "a");
    private static final TopicId B = TopicId.of("sold", "b");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger listeners = new AtomicInteger();
    private final EventWindow window = window(new HttpSettings.Streams(2, 4, 100_000, 3, PATIENCE));

    private EventWindow window(HttpSettings.Streams settings) {
        return new EventWindow(
                listener -> {
                    listeners.incrementAndGet();
                    return listeners::decrementAndGet;
                },
                settings);
    }

    @Test
    void listensFromTheFirstReaderOnOnceUntilItIsClosed() {
        assertThat(listeners).hasValue(0);

        assertThat(window.enter(A)).isTrue();
        assertThat(window.enter(B)).isTrue();
        assertThat(window.enter(B)).isFalse();

        assertThat(window.isFull()).isTrue();
        assertThat(listeners).hasValue(1);
        window.close();
        assertThat(listeners).hasValue(0);
    }

    @Test
    void givesAReaderWhatComesAfterItsPlaceInItsTopicOnly() {
        add(A, 1, 0);
        add(B, 2, 0);
        add(A, 3, 0);

        assertThat(texts(window.now(A, 0))).containsExactly("1", "3");
        assertThat(texts(window.now(A, 1))).containsExactly("3");
        assertThat(texts(window.now(B, 2))).isEmpty();
    }

    @Test
    void dropsTheOldestOfATopicBeyondItsLimitAndSaysSoToWhoHasNotReadIt() {
        for (int number = 1; number <= 4; number++) {
            add(A, number, 0);
        }

        var behind = window.now(A, 0);
        var ahead = window.now(A, 1);

        assertThat(behind.missed()).isTrue();
        assertThat(ahead.missed()).isFalse();
        assertThat(texts(ahead)).containsExactly("2", "3", "4");
        assertThat(window.size()).isEqualTo(3);
    }

    @Test
    void dropsTheOldestOfAllBeyondTheLimitOfEventsAndOfBytes() {
        for (int number = 1; number <= 6; number++) {
            add(number % 2 == 0 ? A : B, number, 0);
        }
        assertThat(window.size()).isEqualTo(4);
        assertThat(window.now(B, 0).missed()).isTrue();

        add(A, 7, 99_000);

        assertThat(texts(window.now(A, 6))).hasSize(1);
        assertThat(window.size()).isLessThan(4);
        add(B, 8, 200_000); // one alone may be larger than all may be together
        assertThat(window.size()).isEqualTo(1);
        assertThat(window.now(A, 6).missed()).isTrue();
    }

    @Test
    void wakesAReaderThatWaitsWithTheNextEventOfItsTopic() {
        var waiting = window.after(A, 0, PATIENCE).toCompletableFuture();
        add(B, 1, 0);
        assertThat(waiting).isNotDone();

        add(A, 2, 0);

        assertThat(texts(waiting.join())).containsExactly("2");
    }

    @Test
    void givesAnEmptyPageWhenNothingComesOrItIsClosed() {
        CompletionStage<EventWindow.Page> impatient = window.after(A, 0, Duration.ofMillis(1));
        CompletionStage<EventWindow.Page> patient = window.after(A, 0, PATIENCE);
        window.close();

        assertThat(impatient.toCompletableFuture().join().events()).isEmpty();
        assertThat(patient.toCompletableFuture().join().events()).isEmpty();
        assertThat(window.isClosed()).isTrue();
    }

    private void add(TopicId topic, int number, int bytes) {
        var payload = new JsonPayload("shop.Sold", number + " ".repeat(bytes));
        window.add(new PublishedEvent("m" + number, topic, Optional.empty(), payload));
    }

    private static List<String> texts(EventWindow.Page page) {
        return page.events().stream()
                .map(kept -> kept.event().payload().json().strip())
                .toList();
    }
}
