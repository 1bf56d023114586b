/**
 * Agents whose code runs in another process: what one of them is to the cluster, as a machine, and what the gateway that
 * knows their processes has to do. Protocols and connections are not here.
 */
@NullMarked
package dev.troupe.engine.external;

import org.jspecify.annotations.NullMarked;
