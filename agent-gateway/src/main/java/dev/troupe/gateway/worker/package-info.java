/** AutoGen's worker protocol: sessions of workers, and what passes between them and the agents they serve. */
@NullMarked
package dev.troupe.gateway.worker;

import org.jspecify.annotations.NullMarked;
