package dev.troupe.journal;

import dev.troupe.message.Envelope;

/** A message with the time, in milliseconds since the epoch, at which it leaves, or comes back to the agent itself. */
public record Reminder(long at, Envelope envelope) {}
