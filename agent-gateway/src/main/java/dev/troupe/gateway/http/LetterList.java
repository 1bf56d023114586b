package dev.troupe.gateway.http;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.StoredDeadLetters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The dead letters in memory and those in the store as one list, oldest first. */
final class LetterList {
    /**
     * One as it is found.
     *
     * @param node whose memory it is in; empty for one in the store, and where only one node tells
     */
    record Found(LetterSpot spot, DeadLetter letter, String node) {
        static Found stored(DeadLetter letter) {
            return new Found(LetterSpot.stored(letter), letter, "");
        }

        static Found inMemory(LetterMemory.Kept kept) {
            return new Found(LetterSpot.inMemory(kept), kept.letter(), kept.node());
        }

        LetterMemory.Kept kept() {
            return new LetterMemory.Kept(node, letter);
        }
    }

    /**
     * Letters side by side in the list, and where the next page begins, if there may be one.
     *
     * @param missing nodes whose memory is not known
     */
    record Page(List<Found> letters, Optional<LetterSpot> next, List<String> missing) {
        Page {
            letters = List.copyOf(letters);
            missing = List.copyOf(missing);
        }
    }

    private final LetterMemory memory;
    private final StoredDeadLetters store;

    LetterList(LetterMemory memory, StoredDeadLetters store) {
        this.memory = memory;
        this.store = store;
    }

    /**
     * Returns those behind a spot that may be seen. It asks the store once: if that has many others, a page may have fewer
     * than {@code limit}, even none, and a next one.
     *
     * @param after null for the first page
     * @param limit at most that of the store
     */
    CompletionStage<Page> page(@Nullable LetterSpot after, int limit, Predicate<DeadLetter> visible) {
        int most = Math.min(limit, memory.most());
        return stored(after, most)
                .thenCombine(memory.behind(after == null ? "" : after.text(), most + 1), (stored, told) -> {
                    List<Found> all = new ArrayList<>();
                    stored.forEach(letter -> all.add(Found.stored(letter)));
                    // Behind the last one that it returned, the store may have more: what is there is of the next page.
                    var end = stored.size() < most
                            ? Optional.<LetterSpot>empty()
                            : Optional.of(all.get(most - 1).spot());
                    told.letters().stream()
                            .map(Found::inMemory)
                            .filter(found -> end.isEmpty() || found.spot().compareTo(end.get()) < 0)
                            .forEach(all::add);
                    return page(all, end, most, visible, told.missing());
                });
    }

    private static Page page(
            List<Found> all, Optional<LetterSpot> end, int most, Predicate<DeadLetter> visible, List<String> missing) {
        all.sort(Comparator.comparing(Found::spot));
        boolean more = all.size() > most;
        var letters = (more ? all.subList(0, most) : all)
                .stream().filter(found -> visible.test(found.letter())).toList();
        return new Page(letters, more ? Optional.of(all.get(most - 1).spot()) : end, missing);
    }

    private CompletionStage<List<DeadLetter>> stored(@Nullable LetterSpot after, int limit) {
        return unlessWithoutStore(after == null ? store.list(limit) : store.list(after.place(), limit), List.of());
    }

    /** Returns the one with this id and its content, if it is there. */
    CompletionStage<Optional<Found>> find(String id) {
        return find(id, memory::find);
    }

    /** Returns the one with this id, perhaps without its content, if it is there. */
    CompletionStage<Optional<Found>> look(String id) {
        return find(id, memory::look);
    }

    private CompletionStage<Optional<Found>> find(
            String id, BiFunction<String, String, CompletionStage<Optional<LetterMemory.Kept>>> inMemory) {
        try {
            var place = LetterSpot.parseStoredId(id);
            return unlessWithoutStore(store.find(place.messageId(), place.recipient()), Optional.empty())
                    .thenApply(found -> found.map(Found::stored));
        } catch (IllegalArgumentException notStored) {
            return LetterSpot.parseMemoryId(id)
                    .map(spot -> inMemory.apply(spot.node(), spot.id()).thenApply(found -> found.map(Found::inMemory)))
                    .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
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
                ? store.purge(letter.messageId(), letter.recipient())
                : memory.purge(found.kept());
    }

    /** Sends one again that is in memory. */
    CompletionStage<Void> resendFromMemory(Found found) {
        return memory.resend(found.kept());
    }
}
