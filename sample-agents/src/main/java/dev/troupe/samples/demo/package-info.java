/**
 * {@code troupe demo}: the triage system on a cluster of JVMs on this machine, fed with files.
 *
 * <p>Belongs here: processes, files, what a person sees. Does not belong here: the agents.
 */
@NullMarked
package dev.troupe.samples.demo;

import org.jspecify.annotations.NullMarked;
