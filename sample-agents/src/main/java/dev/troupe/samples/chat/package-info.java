/**
 * {@code troupe chat}: a console where one gives a team of assistants tasks and watches them talk.
 *
 * <p>Belongs here: the command, what a person sees, the default team and its tools. Does not belong here: other teams, which
 * have packages of their own, and the making of models, which is {@code dev.troupe.chat.model}'s.
 */
@NullMarked
package dev.troupe.samples.chat;

import org.jspecify.annotations.NullMarked;
