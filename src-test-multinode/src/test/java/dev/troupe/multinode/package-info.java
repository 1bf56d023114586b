/** Tests over several JVMs: partitions, crashes, scaling. What one JVM can show belongs to its module. */
@NullMarked
package dev.troupe.multinode;

import org.jspecify.annotations.NullMarked;
