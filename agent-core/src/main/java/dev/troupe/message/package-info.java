/**
 * What travels: the envelope, the names of message types, and JSON.
 *
 * <p>Belongs here: how a value becomes bytes and back, and which values may. Does not belong here: who sends what to
 * whom and when.
 */
@NullMarked
package dev.troupe.message;

import org.jspecify.annotations.NullMarked;
