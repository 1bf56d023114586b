/**
 * Doors to models: what an agent takes to ask one, and models made by configuration.
 *
 * <p>Belongs here: which provider, key and model, and the making of LangChain4j's clients. Does not belong here: what is
 * asked, or what becomes of an answer.
 */
@NullMarked
package dev.troupe.chat.model;

import org.jspecify.annotations.NullMarked;
