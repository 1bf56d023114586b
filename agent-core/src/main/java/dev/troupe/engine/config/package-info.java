/**
 * What an operator may set, and what has been set.
 *
 * <p>Belongs here: the keys below {@code troupe} that the modules on the class path know, with their comments and defaults;
 * the check of all of them; the environment as a source of settings. Does not belong here: what a setting means; each
 * section reads its own, as a record.
 */
@NullMarked
package dev.troupe.engine.config;

import org.jspecify.annotations.NullMarked;
