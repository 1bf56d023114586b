package dev.troupe.engine;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.DeadLetters;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.message.Envelope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of one node, in memory. Thread-safe. */
public final class DeadLetterStore implements DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterStore.class);

    private record Kept(DeadLetter letter, Envelope envelope) {}

    private final int limit;
    private final Clock clock;
    private final EngineCounters counters;
    private final Function<Envelope, CompletionStage<Receipt>> sendAgain;
    private final StoredDeadLetters stored;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private long lastId;
    private long dropped;

    /** @param stored where those are that are not here */
    public DeadLetterStore(
            int limit,
            Clock clock,
            EngineCounters counters,
            Function<Envelope, CompletionStage<Receipt>> sendAgain,
            StoredDeadLetters stored) {
        this.limit = limit;
        this.clock = clock;
        this.counters = counters;
        this.sendAgain = sendAgain;
        this.stored = stored;
    }

    /** Keeps a message that was given up, unless the store does. */
    public synchronized void add(Envelope envelope, int attempts, Failure failure) {
        var message = StoredSends.fromBucket(envelope);
        counters.deadLetter(failure.kind());
        log.warn("Dead letter {} for {} after {} attempts: {}", message.id(), message.recipient(), attempts, failure);
        if (!Fates.keeps(envelope)) {
            keep(new Kept(letter(message, attempts, failure), envelope));
            dropOldest();
        }
    }

    private DeadLetter letter(Envelope message, int attempts, Failure failure) {
        return new DeadLetter(
                "dl-" + ++lastId,
                message.id(),
                message.recipient(),
                StoredSends.shownSender(message),
                Optional.ofNullable(message.topic()),
                message.payload().toJsonPayload(),
                failure,
                attempts,
                clock.instant());
    }

    private void dropOldest() {
        if (kept.size() > limit) {
            String oldest = kept.keySet().iterator().next();
            kept.remove(oldest);
            dropped++;
            log.warn("Dropped the oldest dead letter {}: {} are kept (troupe.dead-letters.limit)", oldest, limit);
        }
    }

    @Override
    public synchronized List<DeadLetter> list() {
        List<DeadLetter> letters = new ArrayList<>(kept.size());
        kept.values().forEach(each -> letters.add(each.letter()));
        return letters;
    }

    @Override
    public CompletionStage<Receipt> resend(String id) {
        var again = remove(id);
        if (again == null) {
            throw new IllegalArgumentException("dead letter: '" + id + "' (expected: an id from list())");
        }
        var receipt = sendAgain.apply(again.envelope());
        if (receipt.toCompletableFuture().isCompletedExceptionally()) {
            keep(again); // refused at once, by backpressure
        }
        return receipt;
    }

    @Override
    public boolean purge(String id) {
        return remove(id) != null;
    }

    @Override
    public synchronized int purgeAll() {
        int count = kept.size();
        kept.clear();
        return count;
    }

    @Override
    public StoredDeadLetters stored() {
        return stored;
    }

    /** Returns how many were dropped because the store was full. */
    public synchronized long dropped() {
        return dropped;
    }

    private synchronized void keep(Kept again) {
        kept.put(again.letter().id(), again);
    }

    private synchronized @Nullable Kept remove(String id) {
        return kept.remove(id);
    }
}
