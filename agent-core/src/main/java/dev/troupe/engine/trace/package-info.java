/**
 * What an operator can ask of turns that have ended: who told whom, with times. Belongs here: the turns that a node
 * remembers, and those that a journal has. Does not belong here: asking other nodes, printing, and spans for other systems.
 */
@NullMarked
package dev.troupe.engine.trace;

import org.jspecify.annotations.NullMarked;
