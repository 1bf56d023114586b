package dev.troupe.gateway.http;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.DeadLetters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters in memory: of one node, or of all. Those in the store are the same for all nodes, and not here. */
public interface LetterMemory {
    /**
     * One as a node has it.
     *
     * @param node whose memory it is in; empty for this one, where only its letters are told of
     */
    record Kept(String node, DeadLetter letter) {}

    /**
     * Letters side by side, oldest first.
     *
     * @param missing nodes that did not answer
     */
    record Told(List<Kept> letters, List<String> missing) {
        public Told {
            letters = List.copyOf(letters);
            missing = List.copyOf(missing);
        }
    }

    /** Returns those of one node. */
    static LetterMemory of(DeadLetters letters, String node) {
        return new OwnLetters(letters, node);
    }

    /** Returns how many may be asked for at once. */
    int most();

    /**
     * Returns the oldest behind a place in the list.
     *
     * @param after {@code next} of a page; empty for the beginning
     */
    CompletionStage<Told> behind(String after, int limit);

    /** Returns one with its content, if it is there. */
    CompletionStage<Optional<Kept>> find(String node, String id);

    /** Returns one, perhaps without its content, if it is there. */
    default CompletionStage<Optional<Kept>> look(String node, String id) {
        return find(node, id);
    }

    /** Sends one again; completes when it is on its way. */
    CompletionStage<Void> resend(Kept letter);

    /** Forgets one; completes with whether it was there. */
    CompletionStage<Boolean> purge(Kept letter);
}
