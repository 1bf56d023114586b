package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.message.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where it is kept what became of messages, for whoever asks later. Thread-safe; its stages may complete on any thread. */
public interface FateStore {

    /**
     * What became of a message.
     *
     * @param publication of which it is one message; null for a direct one
     * @param deadLetter the message itself, if it was given up and can be sent again; null otherwise
     */
    record Entry(
            Receipt receipt,
            @Nullable String publication,
            @Nullable Envelope deadLetter,
            Instant at) {

        /** Returns where it is among the dead letters. */
        public Place place() {
            return new Place(at, receipt.messageId(), receipt.recipient());
        }

        /** Tells whether this says more than {@code other} about the same message, or the same anew. */
        public boolean follows(Entry other) {
            return rank() >= other.rank();
        }

        /** A message that was applied once is applied, whoever has given it up since. */
        private int rank() {
            return switch (receipt.outcome()) {
                case STORED -> 0;
                case DEAD_LETTERED, REJECTED -> 1;
                case PROCESSED -> 2;
            };
        }
    }

    /**
     * Keeps an entry, unless it says less than the one that is kept of the same message and recipient. Completes when it is
     * kept; while that cannot be, the store tries again. Never completes if it is closed before.
     */
    CompletionStage<Void> keep(Entry entry);

    /** Returns what is kept of a message, or of the messages of a publication. */
    CompletionStage<List<Receipt>> find(String id);

    /**
     * Returns the first entries with a dead letter behind a place, in the order of places.
     *
     * @param after null for the first of all
     */
    CompletionStage<List<Entry>> deadLetters(@Nullable Place after, int limit);

    /** Returns what is kept of a message at one recipient. */
    CompletionStage<Optional<Entry>> find(String messageId, AgentId recipient);

    /** Puts a receipt in the place of a dead letter, if that has not changed. Returns whether it did. */
    CompletionStage<Boolean> replace(Entry deadLetter, Receipt receipt);
}
