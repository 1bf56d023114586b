/** JMH benchmarks of the pure machines: no actor, thread or network in them. Whole nodes are measured elsewhere. */
@NullMarked
package dev.troupe.bench.machines;

import org.jspecify.annotations.NullMarked;
