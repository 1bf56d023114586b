/**
 * What a node counts of its own work, as plain numbers that anybody may read.
 *
 * <p>Belongs here: numbers since the start, and what a look at the lanes finds. Does not belong here: how they are named,
 * stored or shown to others, and whatever would cost a message more than one addition.
 */
@NullMarked
package dev.troupe.engine.counters;

import org.jspecify.annotations.NullMarked;
