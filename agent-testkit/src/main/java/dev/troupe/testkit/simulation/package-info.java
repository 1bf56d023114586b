/**
 * The runtime of a simulated cluster: real agents, outboxes and inboxes on nodes, a network and a clock that are not
 * real, in one thread and all out of one seed. It checks what Troupe promises while it runs.
 *
 * <p>Belongs here: what a cluster does to agents, and checkers. Does not belong here: rules of delivery or of turns;
 * those are the engine's, and are what is checked. The state of an agent dies with its activation; a journal would be
 * handed to {@code SimulatedAgent} by its {@code SimulatedNode}, and would outlive both.
 */
@NullMarked
package dev.troupe.testkit.simulation;

import org.jspecify.annotations.NullMarked;
