/**
 * One agent as a pure state machine: inbox, turn, retry, requests, reminders, outgoing messages; and what agents share:
 * settings, the subscription table, dead letters.
 *
 * <p>Belongs here: every rule of a turn, as events in and calls of a port out. Does not belong here: actors, threads,
 * clocks, I/O; those are in {@code dev.troupe.engine.actor}, the thin shell.
 */
@NullMarked
package dev.troupe.engine;

import org.jspecify.annotations.NullMarked;
