/** The code of docs/guide: what is printed there is compiled and run here. */
@NullMarked
package dev.troupe.guide;

import org.jspecify.annotations.NullMarked;
