package dev.troupe.gateway.access;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Somebody of the tokens file.
 *
 * @param name names them in logs
 * @param expires from then on they are nobody
 */
public record TokenEntry(String name, Proof proof, Grants grants, Optional<Instant> expires) {
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    /** @throws IllegalArgumentException if the name is not fit for a log */
    public TokenEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: '" + Printable.of(name) + "' (expected: 1 to 100 characters)");
        }
    }

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
