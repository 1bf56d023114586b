/**
 * Participants that think with a model, and their company: the assistant, the proxy of a person, filters.
 *
 * <p>Belongs here: what such a participant remembers, what of it a model sees, and how answers of a model become messages.
 * Does not belong here: tools ({@code dev.troupe.chat.tool}), and who speaks when ({@code dev.troupe.chat}).
 */
@NullMarked
package dev.troupe.chat.assistant;

import org.jspecify.annotations.NullMarked;
