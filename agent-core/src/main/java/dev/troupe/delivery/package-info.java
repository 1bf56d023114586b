/**
 * The delivery protocol between an {@link dev.troupe.delivery.Outbox} and an {@link dev.troupe.delivery.Inbox}, as pure
 * state machines: nothing lost, nothing applied twice, in order per sender and recipient, everything bounded.
 *
 * <p>Belongs here: what must hold whatever carries the messages. Does not belong here: agents, actors, threads, clocks,
 * serialization, I/O. Time is a number of milliseconds that the caller passes in.
 */
@NullMarked
package dev.troupe.delivery;

import org.jspecify.annotations.NullMarked;
