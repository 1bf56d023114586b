package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps what it is given as another one does, once it may. */
record SlowStore(FateStore store, CompletableFuture<Void> ready) implements FateStore {
    @Override
    public CompletionStage<Void> keep(Entry entry) {
        return ready.thenCompose(now -> store.keep(entry));
    }

    @Override
    public CompletionStage<List<Receipt>> find(String id) {
        return store.find(id);
    }

    @Override
    public CompletionStage<List<Entry>> deadLetters(@Nullable Place after, int limit) {
        return store.deadLetters(after, limit);
    }

    @Override
    public CompletionStage<Optional<Entry>> find(String messageId, AgentId recipient) {
        return store.find(messageId, recipient);
    }

    @Override
    public CompletionStage<Boolean> replace(Entry deadLetter, Receipt receipt) {
        return store.replace(deadLetter, receipt);
    }
}
