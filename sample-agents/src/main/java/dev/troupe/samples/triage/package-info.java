/**
 * Document triage for several tenants: agents that talk by topics only, with the tenant as the source, and what decides
 * about one text.
 *
 * <p>Belongs here: the agents, their events, the classifier and the rules. Does not belong here: files, command lines
 * and the start of a node; those are in {@code dev.troupe.samples.demo}.
 */
@NullMarked
package dev.troupe.samples.triage;

import org.jspecify.annotations.NullMarked;
