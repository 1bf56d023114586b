/**
 * Teams that are led by a model with a plan: it gathers facts, says who does what next, and plans again when nothing moves.
 *
 * <p>Belongs here: ledgers, prompts, and what follows from them. Does not belong here: how the speakers and the team run
 * ({@code dev.troupe.chat}).
 */
@NullMarked
package dev.troupe.chat.magentic;

import org.jspecify.annotations.NullMarked;
