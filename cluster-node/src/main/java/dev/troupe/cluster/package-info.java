/** The runtime over many nodes: sharding, directory, pub-sub mediator. What one agent does alone belongs to the engine. */
@NullMarked
package dev.troupe.cluster;

import org.jspecify.annotations.NullMarked;
