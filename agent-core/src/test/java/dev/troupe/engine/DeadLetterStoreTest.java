package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class DeadLetterStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AgentId RECIPIENT = AgentId.of("test", "a");
    private static final AgentId SENDER = AgentId.of("test", "b");
    private static final TopicId TOPIC = TopicId.of("news", "a");
    private static final JsonPayload CONTENT = new JsonPayload("test.Note", "{\"text\":\"é\"}");
    private static final Failure FAILURE = Failure.of(Failure.Kind.HANDLER_ERROR, "as told");

    private final List<Envelope> sentAgain = new ArrayList<>();
    private final StoredLetters stored = new StoredLetters(new MemoryFates(10), this::sendAgain);
    private final EngineCounters counters = new EngineCounters();
    private final DeadLetterStore store =
            new DeadLetterStore(3, Clock.fixed(NOW, ZoneOffset.UTC), counters, this::sendAgain, stored);

    @Test
    void listsWhatWasGivenUpWithAllThatWasKnownOfIt() {
        store.add(envelope("m1"), 2, FAILURE);

        assertThat(store.list())
                .containsExactly(new DeadLetter(
                        "dl-1", "m1", RECIPIENT, Optional.of(SENDER), Optional.of(TOPIC), CONTENT, FAILURE, 2, NOW));
    }

    @Test
    void countsByFailure() {
        store.add(envelope("m1"), 2, FAILURE);
        store.add(envelope("m2"), 2, Failure.of(Failure.Kind.EXPIRED, "late"));
        store.add(envelope("m3"), 2, FAILURE);

        assertThat(counters.deadLetters(Failure.Kind.HANDLER_ERROR)).isEqualTo(2);
        assertThat(counters.deadLetters(Failure.Kind.EXPIRED)).isEqualTo(1);
        assertThat(counters.deadLetters(Failure.Kind.OVERLOADED)).isZero();
    }

    @Test
    void dropsTheOldestBeyondItsLimitAndCountsIt() {
        for (int number = 1; number <= 5; number++) {
            store.add(envelope("m" + number), 1, FAILURE);
        }

        assertThat(messageIds()).containsExactly("m3", "m4", "m5");
        assertThat(store.dropped()).isEqualTo(2);
    }

    @Test
    void sendsTheWholeEnvelopeAgainAndForgetsIt() {
        store.add(envelope("m1"), 1, FAILURE);
        store.add(envelope("m2"), 1, FAILURE);

        var receipt = store.resend("dl-1").toCompletableFuture().join();

        assertThat(receipt.messageId()).isEqualTo("m1");
        assertThat(sentAgain).containsExactly(envelope("m1"));
        assertThat(messageIds()).containsExactly("m2");
    }

    @Test
    void keepsWhatIsRefusedWhenItIsSentAgain() {
        var full = new DeadLetterStore(
                3,
                Clock.fixed(NOW, ZoneOffset.UTC),
                counters,
                envelope -> CompletableFuture.failedFuture(new BackpressureException(RECIPIENT, 1, 1)),
                stored);
        full.add(envelope("m1"), 1, FAILURE);

        assertThat(full.resend("dl-1")).isCompletedExceptionally();
        assertThat(full.list()).extracting(DeadLetter::messageId).containsExactly("m1");
    }

    @Test
    void givesAMessageThatFailsAgainAnotherId() {
        store.add(envelope("m1"), 1, FAILURE);
        store.resend("dl-1");
        store.add(envelope("m1"), 1, FAILURE);

        assertThat(store.list()).extracting(DeadLetter::id).containsExactly("dl-2");
    }

    @Test
    void refusesToSendAgainWhatItDoesNotHave() {
        store.add(envelope("m1"), 1, FAILURE);
        store.resend("dl-1");

        assertThatThrownBy(() -> store.resend("dl-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dead letter: 'dl-1' (expected: an id from list())");
        assertThat(sentAgain).hasSize(1);
    }

    @Test
    void forgetsOneOrAllAndSaysHowMany() {
        for (int number = 1; number <= 3; number++) {
            store.add(envelope("m" + number), 1, FAILURE);
        }

        boolean first = store.purge("dl-2");
        boolean second = store.purge("dl-2");
        var left = messageIds();
        int rest = store.purgeAll();

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(left).containsExactly("m1", "m3");
        assertThat(rest).isEqualTo(2);
        assertThat(store.list()).isEmpty();
        assertThat(store.dropped()).isZero();
    }

    private List<String> messageIds() {
        return store.list().stream().map(DeadLetter::messageId).toList();
    }

    private CompletionStage<Receipt> sendAgain(Envelope envelope) {
        sentAgain.add(envelope);
        return CompletableFuture.completedFuture(Receipt.processed(envelope.id(), envelope.recipient(), 1));
    }

    private static Envelope envelope(String id) {
        return new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                RECIPIENT,
                SENDER,
                TOPIC,
                Payload.of(CONTENT),
                null,
                null,
                "c-1",
                1_000,
                Map.of("header", "h-1"));
    }
}
