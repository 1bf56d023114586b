package dev.troupe.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages that were given up of those that were sent durable, and of those that durable agents sent to others. They
 * are in the store, the same for all nodes, for {@code troupe.fates.keep-dead-letters}. A message has one dead letter per
 * recipient at most. Thread-safe. Stages fail with {@link AgentException} {@code UNAVAILABLE} where there is no store, or it
 * cannot be reached.
 */
public interface StoredDeadLetters {
    /** How many {@link #list} returns at most. */
    int MOST = 1_000;

    /**
     * The place of a dead letter in the order of {@link #list}, whether that is there still or not: by time, then message
     * id, then recipient, texts by their UTF-8 bytes. The order is the same in each store.
     *
     * @param at when the message was given up, in milliseconds: finer parts are cut off
     */
    record Place(Instant at, String messageId, AgentId recipient) implements Comparable<Place> {
        private static final Comparator<String> BY_BYTES =
                (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::at)
                .thenComparing(Place::messageId, BY_BYTES)
                .thenComparing(place -> place.recipient().type(), BY_BYTES)
                .thenComparing(place -> place.recipient().key(), BY_BYTES);

        public Place {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }

        /** Returns where a dead letter is. */
        public static Place of(DeadLetter letter) {
            return new Place(letter.at(), letter.messageId(), letter.recipient());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Returns the oldest, oldest first.
     *
     * @param limit how many at most, 1 to {@link #MOST}
     * @throws IllegalArgumentException if {@code limit} is another
     */
    CompletionStage<List<DeadLetter>> list(int limit);

    /**
     * Returns the oldest behind a place, oldest first; none if there are no more. Whoever begins with {@link #list(int)} and
     * goes on behind the last one of each page gets each dead letter once, but for those that are gone when it comes there,
     * and whatever others add or purge meanwhile. What is added comes at the end, unless a node whose clock is late adds it,
     * or one that could not reach the store at once: that may come before the place.
     *
     * @param limit how many at most, 1 to {@link #MOST}
     * @throws IllegalArgumentException if {@code limit} is another
     */
    CompletionStage<List<DeadLetter>> list(Place after, int limit);

    /** Returns the dead letter of a message at a recipient, if there is one. */
    CompletionStage<Optional<DeadLetter>> find(String messageId, AgentId recipient);

    /**
     * Sends one again, durable, with a new deadline: it comes as from outside, and nobody waits for an answer to it.
     * Completes when that is stored, with {@code STORED}; then it is no dead letter any more, unless it fails again. After
     * a crash in between it may be both.
     *
     * @throws IllegalArgumentException through the stage, if there is no such dead letter
     */
    CompletionStage<Receipt> resend(String messageId, AgentId recipient);

    /** Forgets one, but not that it was given up. Completes with whether it was there. */
    CompletionStage<Boolean> purge(String messageId, AgentId recipient);
}
