/**
 * The runnable node and its command line.
 *
 * <p>Belongs here: arguments, exit codes, what a person reads. Does not belong here: anything a program embeds; that is
 * {@code dev.troupe.cluster}.
 */
@NullMarked
package dev.troupe.node;

import org.jspecify.annotations.NullMarked;
