package dev.troupe.bench;

import org.jspecify.annotations.Nullable;

/**
 * Where a node stands in its cluster.
 *
 * @param join a node to join; null to be the first
 * @param hosts whether it hosts entities and agents; the others only send
 * @param config settings that go before all others
 */
record Place(@Nullable String join, boolean hosts, String config) {
    static final Place ALONE = first(true);

    static Place first(boolean hosts) {
        return new Place(null, hosts, "");
    }

    /** Hosts for another node. */
    static Place beside(String other) {
        return new Place(other, true, "");
    }

    Place withConfig(String newConfig) {
        return new Place(join, hosts, newConfig);
    }
}
