package dev.troupe.testkit.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What goes wrong in a simulated cluster, and until when. Afterwards the network is whole and every node is back, so
 * that whatever is still under way must settle.
 *
 * @param kinds what may happen; when and to whom is up to the seed
 * @param until virtual time from the start
 */
public record Faults(Set<Kind> kinds, Duration until) {
    private static final Duration UNTIL = Duration.ofSeconds(20);

    /** One thing that goes wrong. */
    public enum Kind {
        /** The network loses messages. */
        LOSS,
        /** Some messages take seconds. */
        DELAY,
        /** Some messages arrive twice. */
        DUPLICATION,
        /** Messages between two nodes overtake each other. */
        REORDERING,
        /** A node ends without a word, and comes back empty. */
        CRASH,
        /** A node hands its agents over and leaves, and comes back empty. */
        LEAVE,
        /** An agent moves to another node; messages may still go to where it was. */
        MOVE,
        /** Some nodes cannot reach others, or not hear them; if it lasts, the smaller side goes down. */
        PARTITION,
        /** A node stands still; if it lasts, its agents are started elsewhere before it knows. */
        PAUSE,
        /** The database of the journal fails every call for some time. */
        DATABASE
    }

    public Faults {
        kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        if (until.isNegative()) {
            throw new IllegalArgumentException("until: " + until + " (expected: >= 0)");
        }
    }

    public static Faults all() {
        return new Faults(EnumSet.allOf(Kind.class), UNTIL);
    }

    public static Faults none() {
        return new Faults(Set.of(), UNTIL);
    }

    public static Faults of(Kind... kinds) {
        return new Faults(Set.copyOf(List.of(kinds)), UNTIL);
    }

    public Faults withUntil(Duration newUntil) {
        return new Faults(kinds, newUntil);
    }

    boolean has(Kind kind) {
        return kinds.contains(kind);
    }
}
