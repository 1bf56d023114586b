/** How the stored turns of agents are written for programs. */
@NullMarked
package dev.troupe.node.history;

import org.jspecify.annotations.NullMarked;
