package dev.troupe.gateway.access;

import java.util.Optional;

/** Somebody who has shown who they are. */
record KnownPrincipal(String name, Grants grants) implements Principal {
    @Override
    public Optional<String> tenant() {
        return grants.tenant();
    }

    @Override
    public boolean may(Action action, Resource resource) {
        return grants.permit(action, resource);
    }

    @Override
    public boolean reaches(String keyOrSource) {
        return grants.reach(keyOrSource);
    }
}
