package dev.troupe.engine;

import dev.troupe.message.Envelope;

/** A message as a bucket of {@link StoredSends} sees it: whole, with an address, and unread. */
record Passage(Envelope envelope) {}
