/**
 * Plain Pekko behaviors as agents, for what a turn cannot do: children, watch, stash, timers.
 *
 * <p>Belongs here: the bridge. Does not belong here: anything an agent with turns needs; the API stays free of Pekko.
 */
@NullMarked
package dev.troupe.pekko;

import org.jspecify.annotations.NullMarked;
