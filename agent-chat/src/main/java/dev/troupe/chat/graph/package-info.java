/**
 * Teams whose participants are the nodes of a graph.
 *
 * <p>Belongs here: graphs, and who speaks next in one. Does not belong here: how the speakers and the team run ({@code
 * dev.troupe.chat}).
 */
@NullMarked
package dev.troupe.chat.graph;

import org.jspecify.annotations.NullMarked;
