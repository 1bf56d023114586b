package dev.troupe.gateway.http;

import dev.troupe.agent.DeadLetters;
import dev.troupe.agent.StoredDeadLetters;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one node has in its memory. */
record OwnLetters(DeadLetters letters, String node) implements LetterMemory {
    @Override
    public int most() {
        return StoredDeadLetters.MOST;
    }

    @Override
    public CompletionStage<Told> behind(String after, int limit) {
        @Nullable LetterSpot place = after.isEmpty() ? null : LetterSpot.parse(after);
        var found = letters.list().stream()
                .map(letter -> new Kept(node, letter))
                .filter(kept -> place == null || LetterSpot.inMemory(kept).compareTo(place) > 0)
                .sorted(Comparator.comparing(LetterSpot::inMemory))
                .limit(limit)
                .toList();
        return CompletableFuture.completedFuture(new Told(found, List.of()));
    }

    @Override
    public CompletionStage<Optional<Kept>> find(String whose, String id) {
        return CompletableFuture.completedFuture(letters.list().stream()
                .filter(letter -> whose.equals(node) && letter.id().equals(id))
                .map(letter -> new Kept(node, letter))
                .findFirst());
    }

    @Override
    public CompletionStage<Void> resend(Kept kept) {
        var sent = letters.resend(kept.letter().id());
        // Its end may be long in coming; only what is refused at once is known now.
        return sent.toCompletableFuture().isCompletedExceptionally()
                ? sent.thenApply(receipt -> null)
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> purge(Kept kept) {
        return CompletableFuture.completedFuture(letters.purge(kept.letter().id()));
    }
}
