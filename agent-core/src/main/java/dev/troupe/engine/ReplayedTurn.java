package dev.troupe.engine;

import java.util.Optional;

/**
 * A stored turn that was run again.
 *
 * @param turn its number
 * @param difference the first one between what is stored and what today's code does; empty if there is none
 * @param takenAsStored why it was not run; what is stored was taken for right
 */
public record ReplayedTurn(long turn, Optional<Difference> difference, Optional<String> takenAsStored) {

    /**
     * What is not as it was.
     *
     * @param what for people: a part of the turn
     */
    public record Difference(String what, String stored, String today) {}

    static ReplayedTurn same(long turn) {
        return new ReplayedTurn(turn, Optional.empty(), Optional.empty());
    }

    static ReplayedTurn different(long turn, Difference difference) {
        return new ReplayedTurn(turn, Optional.of(difference), Optional.empty());
    }

    static ReplayedTurn takenAsStored(long turn, String why) {
        return new ReplayedTurn(turn, Optional.empty(), Optional.of(why));
    }
}
