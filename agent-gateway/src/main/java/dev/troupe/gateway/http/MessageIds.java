package dev.troupe.gateway.http;

import dev.troupe.gateway.access.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The ids of messages that come in here. An id begins with a mark of its caller's tenant, or of its name where it has none,
 * and the caller cannot choose it: so two tenants that use the same key do not meet, and two callers of one tenant do.
 */
final class MessageIds {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MARK_LENGTH = 16;
    private static final int DIGEST_LENGTH = 32;

    private MessageIds() {}

    /** Returns a new id. */
    static String next(Principal principal) {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return mark(principal) + "r" + TEXT.encodeToString(bytes);
    }

    /** Returns the id that stands for {@code parts}; others of another {@code use}, which is one letter. */
    static String of(Principal principal, char use, String... parts) {
        var text = new StringBuilder();
        for (String part : parts) {
            text.append(part.length()).append(':').append(part);
        }
        return mark(principal) + use + digest(text.toString()).substring(0, DIGEST_LENGTH);
    }

    /** Tells whether a message came from this caller, or another one of its tenant. */
    static boolean isOf(Principal principal, String id) {
        return id.startsWith(mark(principal));
    }

    /** Returns what tells two contents apart. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return TEXT.encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", e);
        }
    }

    private static String mark(Principal principal) {
        String sender =
                principal.tenant().map(tenant -> "tenant " + tenant).orElseGet(() -> "name " + principal.name());
        return digest(sender).substring(0, MARK_LENGTH) + ".";
    }
}
