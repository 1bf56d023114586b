/**
 * The door for processes outside of the cluster: what starts it, and its settings. The protocols are in the packages
 * below; agents, delivery and placement are not here.
 */
@NullMarked
package dev.troupe.gateway;

import org.jspecify.annotations.NullMarked;
