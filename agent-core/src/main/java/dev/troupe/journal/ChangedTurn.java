package dev.troupe.journal;

/**
 * A turn as it is stored if its state is large and little of it is new.
 *
 * @param turn without its state
 * @param version of the form of the state
 * @param change from the state of the turn before
 */
public record ChangedTurn(TurnRecord turn, int version, Splice change) {}
