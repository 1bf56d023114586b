package dev.troupe.gateway.access;

import java.time.Instant;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Somebody of the tokens file.
 *
 * @param name names them in logs
 * @param expires from then on they are nobody
 */
public record TokenEntry(String name, Proof proof, Grants grants, Optional<Instant> expires) {

    /** How they show that it is them. */
    public sealed interface Proof {}

    /**
     * By a token.
     *
     * @param sha256 of its characters, 64 small hexadecimal digits
     */
    public record Hash(String sha256) implements Proof {}

    /** By a client certificate. */
    public record Certificate(X500Principal subject) implements Proof {}

    Principal principal() {
        return new KnownPrincipal(name, grants);
    }

    boolean expired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }
}
