/**
 * What a node shows of itself over HTTP: health, the cluster, its agents. Not here: what agents and topics are used for,
 * which is the gateway's.
 */
@NullMarked
package dev.troupe.node.management;

import org.jspecify.annotations.NullMarked;
