/** Python with AutoGen in it, for those samples, tests and benchmarks whose agents are written in it. */
@NullMarked
package dev.troupe.samples.python;

import org.jspecify.annotations.NullMarked;
