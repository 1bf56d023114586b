package dev.troupe.gateway.http;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.DeadLetters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead letters in the memory of this node and those in the store as one list, oldest first. */
final class LetterList {
    /** One as it is found. */
    record Found(LetterSpot spot, DeadLetter letter) {
        static Found stored(DeadLetter letter) {
            return new Found(LetterSpot.stored(letter), letter);
        }

        static Found inMemory(DeadLetter letter) {
            return new Found(LetterSpot.inMemory(letter), letter);
        }
    }

    /** Letters side by side in the list, and where the next page begins, if there may be one. */
    record Page(List<Found> letters, Optional<LetterSpot> next) {
        Page {
            letters = List.copyOf(letters);
        }
    }

    private final DeadLetters letters;

    LetterList(DeadLetters letters) {
        this.letters = letters;
    }

    /**
     * Returns those behind a spot that may be seen. It asks the store once: if that has many others, a page may have fewer
     * than {@code limit}, even none, and a next one.
     *
     * @param after null for the first page
     * @param limit at most that of the store
     */
    CompletionStage<Page> page(@Nullable LetterSpot after, int limit, Predicate<DeadLetter> visible) {
        return stored(after, limit).thenApply(stored -> {
            List<Found> all = new ArrayList<>();
            stored.forEach(letter -> all.add(Found.stored(letter)));
            // Behind the last one that it returned, the store may have more: what is there is of the next page.
            var end = stored.size() < limit
                    ? Optional.<LetterSpot>empty()
                    : Optional.of(all.get(limit - 1).spot());
            letters.list().stream()
                    .map(Found::inMemory)
                    .filter(found -> after == null || found.spot().compareTo(after) > 0)
                    .filter(found -> end.isEmpty() || found.spot().compareTo(end.get()) < 0)
                    .forEach(all::add);
            all.removeIf(found -> !visible.test(found.letter()));
            all.sort(Comparator.comparing(Found::spot));
            return all.size() > limit
                    ? new Page(
                            all.subList(0, limit),
                            Optional.of(all.get(limit - 1).spot()))
                    : new Page(all, end);
        });
    }

    private CompletionStage<List<DeadLetter>> stored(@Nullable LetterSpot after, int limit) {
        var stored = letters.stored();
        return unlessWithoutStore(after == null ? stored.list(limit) : stored.list(after.place(), limit), List.of());
    }

    /** Returns the one with this id, if it is there. */
    CompletionStage<Optional<Found>> find(String id) {
        try {
            var place = LetterSpot.parseStoredId(id);
            return unlessWithoutStore(letters.stored().find(place.messageId(), place.recipient()), Optional.empty())
                    .thenApply(found -> found.map(Found::stored));
        } catch (IllegalArgumentException inMemory) {
            return CompletableFuture.completedFuture(letters.list().stream()
                    .map(Found::inMemory)
                    .filter(found -> found.spot().id().equals(id))
                    .findFirst());
        }
    }

    private static <T> CompletionStage<T> unlessWithoutStore(CompletionStage<T> answer, T none) {
        return answer.exceptionallyCompose(error -> Sender.isWithoutStore(error)
                ? CompletableFuture.completedFuture(none)
                : CompletableFuture.failedFuture(error));
    }

    /** Forgets one. Completes with whether it was there. */
    CompletionStage<Boolean> purge(Found found) {
        var letter = found.letter();
        return found.spot().isStored()
                ? letters.stored().purge(letter.messageId(), letter.recipient())
                : CompletableFuture.completedFuture(letters.purge(letter.id()));
    }
}
