/**
 * Teams in which a model chooses who speaks next.
 *
 * <p>Belongs here: how the next speaker is chosen. Does not belong here: how the speakers and the team run ({@code
 * dev.troupe.chat}).
 */
@NullMarked
package dev.troupe.chat.selector;

import org.jspecify.annotations.NullMarked;
