/**
 * A team that answers questions from notes: a planner, a researcher and a critic, and a model that chooses who speaks.
 *
 * <p>Belongs here: who is in the team, and what it searches. Does not belong here: where a person talks with it, which is
 * {@code dev.troupe.samples.chat}.
 */
@NullMarked
package dev.troupe.samples.research;

import org.jspecify.annotations.NullMarked;
