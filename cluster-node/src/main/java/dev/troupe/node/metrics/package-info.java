/**
 * What a node counts of its work, named and labelled for Prometheus. Not here: the counting itself, which is the engine's and
 * the gateway's, and what people look at, which is in {@code docs/operations}.
 */
@NullMarked
package dev.troupe.node.metrics;

import org.jspecify.annotations.NullMarked;
