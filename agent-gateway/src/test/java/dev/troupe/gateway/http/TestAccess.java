package dev.troupe.gateway.http;

import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.access.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knows tenants by tokens such as {@code Bearer acme:READ,WRITE}: a tenant reaches the keys and sources that are its name,
 * and {@code root} all.
 */
final class TestAccess extends Access {
    @Override
    public Principal authenticate(String authorization) {
        if (authorization == null || !authorization.matches("Bearer \\w+:[A-Z,]*")) {
            throw AccessDeniedException.unauthenticated("no such token");
        }
        String[] parts = authorization.substring("Bearer ".length()).split(":", -1);
        Set<String> allowed = new TreeSet<>(Set.of(parts[1].split(",", -1)));
        return new Tenant(parts[0], allowed);
    }

    private record Tenant(String name, Set<String> allowed) implements Principal {
        @Override
        public Optional<String> tenant() {
            return name.equals("root") ? Optional.empty() : Optional.of(name);
        }

        @Override
        public boolean may(Action action, Resource resource) {
            return allowed.contains(action.name()) && reaches(resource);
        }

        private boolean reaches(Resource resource) {
            if (resource instanceof Resource.OfAgent one) {
                return reaches(one.agent().key());
            }
            if (resource instanceof Resource.OfTopic one) {
                return reaches(one.topic().source());
            }
            return !(resource instanceof Resource.OfCluster) || name.equals("root");
        }

        @Override
        public boolean reaches(String keyOrSource) {
            return name.equals("root") || keyOrSource.equals(name);
        }
    }
}
