/**
 * Models for tests and demonstrations, which answer without a provider: by a script, by what a real model has said before,
 * or over HTTP as OpenAI does.
 *
 * <p>Belongs here: what stands in for a model. Does not belong here: what stands in for a runtime or a clock ({@code
 * dev.troupe.testkit}).
 */
@NullMarked
package dev.troupe.chat.testkit;

import org.jspecify.annotations.NullMarked;
