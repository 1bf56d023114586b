/**
 * Teams of agents that talk until a task is done: messages, participants, teams and when they stop. A team runs wherever
 * agents run: in one process, or on a cluster with its participants on any node.
 *
 * <p>Belongs here: what the members of a team say to each other, who speaks when, and what comes out. Does not belong here:
 * how messages travel and survive ({@code dev.troupe.agent}).
 */
@NullMarked
package dev.troupe.chat;

import org.jspecify.annotations.NullMarked;
