/**
 * Books on what a node has accepted, kept beside the machines that deliver it: what these lose or count twice shows as a
 * difference.
 *
 * <p>Belongs here: counts by tenant and topic type, their comparison, their sum. Does not belong here: what a machine decides
 * by, when somebody looks, and how it is shown.
 */
@NullMarked
package dev.troupe.engine.ledger;

import org.jspecify.annotations.NullMarked;
