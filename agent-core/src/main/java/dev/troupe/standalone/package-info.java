/**
 * The runtime of one process, without a cluster: where agents are built and tried.
 *
 * <p>Belongs here: how agents live in one actor system. Does not belong here: anything a cluster does the same way; that
 * is in {@code dev.troupe.engine}.
 */
@NullMarked
package dev.troupe.standalone;

import org.jspecify.annotations.NullMarked;
