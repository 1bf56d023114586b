/**
 * What the managers of teams share: who the members are, templates, and answers of models that are stored with the turn.
 * For the kinds of teams here, not for applications.
 *
 * <p>Does not belong here: who speaks when; that is said by the package of each kind.
 */
@NullMarked
package dev.troupe.chat.manager;

import org.jspecify.annotations.NullMarked;
