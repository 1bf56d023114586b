/**
 * What agents know beyond a conversation: facts that are looked up before a model is asked.
 *
 * <p>Belongs here: where such facts are kept and how those that matter are found. Does not belong here: what was said in a
 * conversation, which its participants remember themselves.
 */
@NullMarked
package dev.troupe.chat.memory;

import org.jspecify.annotations.NullMarked;
