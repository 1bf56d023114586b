/**
 * Document triage for several tenants: the label a text gets, and the rules that overrule it.
 *
 * <p>Here belongs what decides about one text. Files, HTTP and the start of a node do not.
 */
@NullMarked
package dev.troupe.samples.triage;

import org.jspecify.annotations.NullMarked;
