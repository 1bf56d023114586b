package dev.troupe.gateway.access;

import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who calls, and says no. Thread-safe. */
public abstract class Access {
    private static final Logger log = LoggerFactory.getLogger(Access.class);
    private static final Principal ANYBODY = new Unasked("anybody", true);
    private static final Principal NOBODY = new Unasked("nobody", false);

    /** Lets everybody do everything: for loopback. */
    public static Access open() {
        return new Access() {
            @Override
            public Principal authenticate(@Nullable String authorization) {
                return ANYBODY;
            }
        };
    }

    /** Returns who nobody knows: may do nothing. For what is shown to everybody. */
    public static Principal nobody() {
        return NOBODY;
    }

    /**
     * Returns who sends this value of {@code Authorization}. Does not wait for anything, so it may be called on a thread
     * that does I/O.
     *
     * @param authorization for example {@code Bearer …}; null if there is none
     * @throws AccessDeniedException if that is nobody
     */
    public abstract Principal authenticate(@Nullable String authorization);

    /**
     * Returns who sends this value of {@code Authorization}; if there is none, whose certificate the connection has.
     *
     * @param session of the connection; null if it is not encrypted
     * @throws AccessDeniedException if that is nobody
     */
    public Principal authenticate(@Nullable String authorization, @Nullable SSLSession session) {
        return authenticate(authorization);
    }

    /** Throws {@link AccessDeniedException} and logs principal and resource, unless {@code principal} may do this. */
    public final void require(Principal principal, Action action, Resource resource) {
        if (!principal.may(action, resource)) {
            String what = Printable.of(resource.toString());
            log.warn("Denied: {} may not {} {}", principal.name(), action, what);
            throw AccessDeniedException.forbidden(principal.name() + " may not " + action + " " + what);
        }
    }

    /** Who is not asked who they are. */
    private record Unasked(String name, boolean mayAll) implements Principal {
        @Override
        public Optional<String> tenant() {
            return Optional.empty();
        }

        @Override
        public boolean may(Action action, Resource resource) {
            return mayAll;
        }

        @Override
        public boolean reaches(String keyOrSource) {
            return mayAll;
        }
    }
}
