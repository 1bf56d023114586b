package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is noted of messages, when, and what can be done with those that were given up. */
class FatesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId BUCKET = AgentId.of(StoredSends.TYPE, "1");
    private static final AgentId AGENT = AgentId.of("test", "durable");
    private static final Payload PAYLOAD = new Payload("test.Note", "{}".getBytes(StandardCharsets.UTF_8));
    private static final Failure FAILURE = Failure.of(Failure.Kind.HANDLER_ERROR, "as told");
    private static final Outcome PROCESSED = Outcome.processed(1, null);
    private static final Outcome GIVEN_UP = Outcome.deadLettered(2, FAILURE);

    private final MemoryFates kept = new MemoryFates(3);
    private final Fates fates = new Fates(kept, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Envelope> sentAgain = new ArrayList<>();
    private final StoredLetters letters = new StoredLetters(kept, this::storeAgain);
    private final List<String> told = new ArrayList<>();

    @Test
    void saysThatAMessageIsStoredAndThenItsEnd() {
        var owner = onSent(message("m1", BUCKET, null));
        var before = receipts("m1");
        owner.settled(message("m1", BUCKET, null), PROCESSED);

        assertThat(before).containsExactly(Receipt.stored("m1", A));
        assertThat(receipts("m1")).containsExactly(Receipt.processed("m1", A, 1));
        assertThat(told).containsExactly("m1");
    }

    @Test
    void findsTheMessagesOfAPublicationByItsId() {
        var message = message("p1@test", BUCKET, TopicId.of("news", "a"));

        onSent(message).settled(message, PROCESSED);

        assertThat(receipts("p1")).extracting(Receipt::messageId).containsExactly("p1@test");
        assertThat(receipts("p1@test")).isEqualTo(receipts("p1"));
    }

    @Test
    void tellsTheSenderOnlyWhenTheEndIsKept() {
        var slow = new CompletableFuture<Void>();
        var waiting = new Fates(new SlowStore(kept, slow), Clock.systemUTC());

        waiting.onSent(message("m1", BUCKET, null), this::tell).settled(message("m1", BUCKET, null), PROCESSED);
        var before = List.copyOf(told);
        slow.complete(null);

        assertThat(before).isEmpty();
        assertThat(told).containsExactly("m1");
    }

    @Test
    void notesOfWhatADurableAgentSendsOnlyThatItWasGivenUp() {
        onSent(message("m1", AGENT, null)).settled(message("m1", AGENT, null), PROCESSED);
        onSent(message("m2", AGENT, null)).settled(message("m2", AGENT, null), GIVEN_UP);
        onSent(message("m3", AGENT, null).withOrdinal(0)).settled(message("m3", AGENT, null), GIVEN_UP);

        assertThat(receipts("m1")).isEmpty();
        assertThat(receipts("m2")).containsExactly(Receipt.deadLettered("m2", A, 2, FAILURE));
        assertThat(receipts("m3")).isEmpty();
        assertThat(told).containsExactly("m1", "m2", "m3");
    }

    @Test
    void believesThatAMessageWasAppliedWhateverIsSaidLater() {
        onSent(message("m1", BUCKET, null)).settled(message("m1", BUCKET, null), PROCESSED);

        onSent(message("m1", BUCKET, null)).settled(message("m1", BUCKET, null), GIVEN_UP);

        assertThat(receipts("m1")).containsExactly(Receipt.processed("m1", A, 1));
    }

    @Test
    void forgetsTheOldestBeyondItsLimit() {
        for (int number = 1; number <= 4; number++) {
            onSent(message("m" + number, BUCKET, null));
        }

        assertThat(receipts("m1")).isEmpty();
        assertThat(receipts("m2")).hasSize(1);
    }

    @Test
    void listsWhatWasGivenUpAndSendsItAgain() {
        fates.onGivenUp(message("m1", AGENT, null), 2, FAILURE);
        var listed = letters.list(10).toCompletableFuture().join();

        var receipt = letters.resend("m1", A).toCompletableFuture().join();

        assertThat(listed).singleElement().satisfies(letter -> {
            assertThat(letter.sender()).contains(AGENT);
            assertThat(letter.failure()).isEqualTo(FAILURE);
            assertThat(letter.at()).isEqualTo(NOW);
        });
        assertThat(receipt).isEqualTo(Receipt.stored("m1", A));
        assertThat(sentAgain).extracting(Envelope::id).containsExactly("m1");
        assertThat(letters.list(10).toCompletableFuture().join()).isEmpty();
        assertThat(receipts("m1")).containsExactly(receipt);
    }

    @Test
    void forgetsAMessageButNotThatItWasGivenUp() {
        fates.onGivenUp(message("m1", BUCKET, null), 2, FAILURE);

        assertThat(letters.purge("m1", A).toCompletableFuture().join()).isTrue();
        assertThat(letters.purge("m1", A).toCompletableFuture().join()).isFalse();

        assertThat(letters.list(10).toCompletableFuture().join())
                .extracting(DeadLetter::messageId)
                .isEmpty();
        assertThat(receipts("m1")).containsExactly(Receipt.deadLettered("m1", A, 2, FAILURE));
        assertThatThrownBy(() -> letters.resend("m1", A).toCompletableFuture().join())
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'m1' to test/a");
    }

    @Test
    void refusesToListNoneOrTooMany() {
        assertThatThrownBy(() -> letters.list(0)).hasMessage("limit: 0 (expected: 1 to 1000)");
        assertThatThrownBy(() -> letters.list(1001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersPlacesByTimeInMillisecondsThenIdThenRecipientByTheirBytes() {
        var places = Stream.of(
                        new Place(NOW, "B", A),
                        new Place(NOW.plusNanos(999_999), "a", AgentId.of("test", "Z")),
                        new Place(NOW, "a", A),
                        new Place(NOW, "\uFFFD", A),
                        new Place(NOW, "\uD83D\uDE00", A),
                        new Place(NOW.plusMillis(1), "0", A))
                .toList();

        assertThat(places).isSorted();
        assertThat(new Place(NOW.plusNanos(1), "a", A)).isEqualByComparingTo(new Place(NOW, "a", A));
    }

    private Owner onSent(Envelope message) {
        return fates.onSent(message, this::tell);
    }

    private void tell(Envelope message, Outcome outcome) {
        told.add(message.id());
    }

    private CompletionStage<Receipt> storeAgain(Envelope message) {
        sentAgain.add(message);
        return CompletableFuture.completedFuture(Receipt.stored(message.id(), message.recipient()));
    }

    private List<Receipt> receipts(String id) {
        return fates.find(id).toCompletableFuture().join().receipts();
    }

    private static Envelope message(String id, AgentId sender, @Nullable TopicId topic) {
        return new Envelope(id, Envelope.Kind.MESSAGE, A, sender, topic, PAYLOAD, null, null, null, 1_000, Map.of())
                .withOrdinal(7);
    }
}
