/**
 * The thin shell around the pure machines: actors that hold one machine each, and what the runtimes share.
 *
 * <p>The path of a message: {@link dev.troupe.engine.actor.RuntimeCore} makes the envelope, {@link
 * dev.troupe.engine.actor.LaneActor} keeps it until it is settled, a {@link dev.troupe.engine.actor.Transport} carries
 * it, {@link dev.troupe.engine.actor.AgentActor} runs the turn and reports back to the lane.
 *
 * <p>Belongs here: threads, time, mailboxes. Does not belong here: rules of delivery or of turns; where agents live.
 */
@NullMarked
package dev.troupe.engine.actor;

import org.jspecify.annotations.NullMarked;
