package dev.troupe.gateway.access;

/** Somebody who has shown who they are. */
record KnownPrincipal(String name, Grants grants) implements Principal {
    @Override
    public boolean may(Action action, Resource resource) {
        return grants.permit(action, resource);
    }

    @Override
    public boolean reaches(String keyOrSource) {
        return grants.reach(keyOrSource);
    }
}
