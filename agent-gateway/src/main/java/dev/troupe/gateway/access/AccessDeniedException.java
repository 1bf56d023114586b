package dev.troupe.gateway.access;

/** Somebody is not known, or may not do what they want; the message says which, to them. */
public final class AccessDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean authenticated;

    private AccessDeniedException(String message, boolean authenticated) {
        super(message);
        this.authenticated = authenticated;
    }

    public static AccessDeniedException unauthenticated(String message) {
        return new AccessDeniedException(message, false);
    }

    public static AccessDeniedException forbidden(String message) {
        return new AccessDeniedException(message, true);
    }

    /** Tells whether it is known who it is: 403 and PERMISSION_DENIED, else 401 and UNAUTHENTICATED. */
    public boolean authenticated() {
        return authenticated;
    }
}
