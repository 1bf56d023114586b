package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.engine.FateStore;
import dev.troupe.engine.MemoryFates;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What became of messages, in the database of the journal: it outlives all nodes, takes its time, and is down with that. */
class SimulatedFates implements FateStore {
    private static final long RETRY_MILLIS = 100;

    private final World world;
    private final FateStore kept = new MemoryFates(Integer.MAX_VALUE);

    SimulatedFates(World world) {
        this.world = world;
    }

    @Override
    public CompletionStage<Void> keep(Entry entry) {
        var done = new CompletableFuture<Void>();
        after(world.journal().latency(), () -> write(entry, done));
        return done;
    }

    private void write(Entry entry, CompletableFuture<Void> done) {
        if (world.journal().isDown()) {
            after(RETRY_MILLIS, () -> write(entry, done));
            return;
        }
        var unused = kept.keep(entry);
        after(world.journal().latency(), () -> done.complete(null));
    }

    private void after(long millis, Runnable event) {
        world.timeline().at(world.now() + millis, event);
    }

    @Override
    public CompletionStage<List<Receipt>> find(String id) {
        return kept.find(id);
    }

    @Override
    public CompletionStage<List<Entry>> deadLetters(@Nullable Place after, int limit) {
        return kept.deadLetters(after, limit);
    }

    @Override
    public CompletionStage<Optional<Entry>> find(String messageId, AgentId recipient) {
        return kept.find(messageId, recipient);
    }

    @Override
    public CompletionStage<Boolean> replace(Entry deadLetter, Receipt receipt) {
        return kept.replace(deadLetter, receipt);
    }
}
