/**
 * Who calls, and what they may do; keys and certificates. What a protocol makes of a denial belongs to the protocol.
 */
@NullMarked
package dev.troupe.gateway.access;

import org.jspecify.annotations.NullMarked;
