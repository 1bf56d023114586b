/**
 * What a developer writes agents with: addresses, protocols, effects, definitions, and the door to a runtime.
 *
 * <p>Belongs here: every type that an agent, its tests or a caller of a runtime must name. Does not belong here:
 * anything that runs an agent. No type of this package mentions Pekko, Jackson or another package of ours.
 */
@NullMarked
@CheckReturnValue
package dev.troupe.agent;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
