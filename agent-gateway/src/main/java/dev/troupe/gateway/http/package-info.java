/** HTTP: JSON, CloudEvents, server-sent events, and the descriptions of all that. */
@NullMarked
package dev.troupe.gateway.http;

import org.jspecify.annotations.NullMarked;
