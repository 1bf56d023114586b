package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps what became of messages in memory: the newest, up to a limit. Each stage is complete when it is returned. */
public final class MemoryFates implements FateStore {

    private record Key(String messageId, AgentId recipient) {
        static Key of(Receipt receipt) {
            return new Key(receipt.messageId(), receipt.recipient());
        }
    }

    private final int limit;
    /** Oldest first. */
    private final Map<Key, Entry> kept = new LinkedHashMap<>();

    /** @param limit messages whose fate is kept, at most */
    public MemoryFates(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized CompletionStage<Void> keep(Entry entry) {
        var key = Key.of(entry.receipt());
        var known = kept.get(key);
        if (known == null || entry.follows(known)) {
            kept.remove(key);
            kept.put(key, entry);
        }
        if (kept.size() > limit) {
            kept.remove(kept.keySet().iterator().next());
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<Receipt>> find(String id) {
        return CompletableFuture.completedFuture(kept.values().stream()
                .filter(entry -> id.equals(entry.receipt().messageId()) || id.equals(entry.publication()))
                .map(Entry::receipt)
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<Entry>> deadLetters(@Nullable Place after, int limit) {
        return CompletableFuture.completedFuture(kept.values().stream()
                .filter(entry -> entry.deadLetter() != null)
                .filter(entry -> after == null || entry.place().compareTo(after) > 0)
                .sorted(Comparator.comparing(Entry::place))
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized CompletionStage<Optional<Entry>> find(String messageId, AgentId recipient) {
        return CompletableFuture.completedFuture(Optional.ofNullable(kept.get(new Key(messageId, recipient))));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(Entry deadLetter, Receipt receipt) {
        var replacement = new Entry(receipt, deadLetter.publication(), null, deadLetter.at());
        return CompletableFuture.completedFuture(kept.replace(Key.of(receipt), deadLetter, replacement));
    }
}
