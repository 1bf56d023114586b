/** Load programs, each beside its baseline. No test belongs here. */
@NullMarked
package dev.troupe.bench;

import org.jspecify.annotations.NullMarked;
