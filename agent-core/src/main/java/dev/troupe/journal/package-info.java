/**
 * What is stored of a durable agent: an entry for each turn, their fold, snapshots of it, and how they are written as JSON.
 *
 * <p>Belongs here: the format, which is forever, and what an agent comes back with. Does not belong here: when something
 * is stored ({@code dev.troupe.engine}) and where (the runtimes).
 */
@NullMarked
package dev.troupe.journal;

import org.jspecify.annotations.NullMarked;
