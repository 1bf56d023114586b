package dev.troupe.journal;

import dev.troupe.message.Envelope;

/** A delayed message to another agent has left. */
public record LeftRecord(long at, Envelope message) implements JournalEntry {}
