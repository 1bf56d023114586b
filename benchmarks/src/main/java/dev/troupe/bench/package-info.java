/** Load programs, each beside its baseline. */
@NullMarked
package dev.troupe.bench;

import org.jspecify.annotations.NullMarked;
