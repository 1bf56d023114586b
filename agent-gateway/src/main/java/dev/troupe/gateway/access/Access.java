package dev.troupe.gateway.access;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who calls, and says no. Thread-safe. */
public abstract class Access {
    private static final Logger log = LoggerFactory.getLogger(Access.class);

    /** Lets everybody do everything: for loopback. */
    public static Access open() {
        return new Access() {
            @Override
            public Principal authenticate(@Nullable String authorization) {
                return new Anybody();
            }
        };
    }

    /**
     * Returns who sends this value of {@code Authorization}.
     *
     * @param authorization for example {@code Bearer …}; null if there is none
     * @throws AccessDeniedException if that is nobody
     */
    public abstract Principal authenticate(@Nullable String authorization);

    /** Throws {@link AccessDeniedException} and logs principal and resource, unless {@code principal} may do this. */
    public final void require(Principal principal, Action action, Resource resource) {
        if (!principal.may(action, resource)) {
            log.warn("Denied: {} may not {} {}", principal.name(), action, resource);
            throw AccessDeniedException.forbidden(principal.name() + " may not " + action + " " + resource);
        }
    }

    private record Anybody() implements Principal {
        @Override
        public String name() {
            return "anybody";
        }

        @Override
        public boolean may(Action action, Resource resource) {
            return true;
        }

        @Override
        public boolean reaches(String keyOrSource) {
            return true;
        }
    }
}
