/**
 * The commands about settings.
 *
 * <p>Belongs here: what a person and a program read of settings. Does not belong here: what is a setting and what is wrong
 * with one; that is {@code dev.troupe.engine.config}.
 */
@NullMarked
package dev.troupe.node.config;

import org.jspecify.annotations.NullMarked;
