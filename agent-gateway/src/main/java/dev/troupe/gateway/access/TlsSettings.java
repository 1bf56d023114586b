package dev.troupe.gateway.access;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What both servers show, and ask for; section {@code troupe.gateway.tls}. An empty text means that something is not set.
 *
 * @param certificate a PEM file: the server's certificate, then those that lead to its authority
 * @param privateKey a PEM file, PKCS#8
 * @param clientCa a PEM file: the authorities of clients
 * @param reloadInterval how often the files are looked at
 */
public record TlsSettings(
        String certificate, String privateKey, String clientCa, ClientAuth clientAuth, Duration reloadInterval) {
    static final String SECTION = "troupe.gateway.tls";

    private static final Pattern ANYTHING = Pattern.compile(".*");
    private static final Pattern CLIENT_AUTH = Pattern.compile("none|optional|required");

    /** Whether a client shows a certificate. */
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public static TlsSettings read(SettingsReader reader) {
        return new TlsSettings(
                reader.text("gateway.tls.certificate", ANYTHING, "a file"),
                reader.text("gateway.tls.private-key", ANYTHING, "a file"),
                reader.text("gateway.tls.client-ca", ANYTHING, "a file"),
                clientAuth(reader.text("gateway.tls.client-auth", CLIENT_AUTH, "none, optional or required")),
                reader.time("gateway.tls.reload-interval"));
    }

    /** Tells whether the servers speak TLS; anything that is set wants it. */
    public boolean enabled() {
        return !certificate.isEmpty() || !privateKey.isEmpty() || !clientCa.isEmpty() || clientAuth != ClientAuth.NONE;
    }

    private static ClientAuth clientAuth(String text) {
        return text.isEmpty() ? ClientAuth.NONE : ClientAuth.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
