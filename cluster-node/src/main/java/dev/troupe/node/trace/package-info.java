/**
 * Who told whom, across nodes: what the nodes remember of a message and of all that came of it, put together with what the
 * journals have; and each turn as a span for others. Not here: what one node remembers, which is the engine's, and how a trace is printed.
 */
@NullMarked
package dev.troupe.node.trace;

import org.jspecify.annotations.NullMarked;
