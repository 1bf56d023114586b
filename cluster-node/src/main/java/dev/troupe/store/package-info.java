/**
 * Where durable agents keep their turns: the database, its tables, and what Pekko's persistence has to know of both. It
 * knows nothing of agents, nodes and clusters.
 */
@NullMarked
package dev.troupe.store;

import org.jspecify.annotations.NullMarked;
