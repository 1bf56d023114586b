/**
 * {@code troupe new}: a first project of somebody who writes agents.
 *
 * <p>Belongs here: what is asked for, the templates, and how they become files. Does not belong here: anything that a
 * node or an agent needs when it runs.
 */
@NullMarked
package dev.troupe.node.create;

import org.jspecify.annotations.NullMarked;
