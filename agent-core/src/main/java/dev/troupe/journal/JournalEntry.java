package dev.troupe.journal;

/** One thing that happened to a durable agent, as it is stored: all of it or nothing. */
public sealed interface JournalEntry permits StartedRecord, TurnRecord, StepRecord, LeftRecord, SettledRecord {
    /** Returns when it happened, in milliseconds since the epoch. */
    long at();
}
