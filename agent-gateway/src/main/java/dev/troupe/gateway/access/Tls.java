package dev.troupe.gateway.access;

import dev.troupe.gateway.access.TlsSettings.ClientAuth;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS for both servers, from 1.2 on, with the JDK's choice of algorithms. When the files change, new connections have what
 * is new; those that are open go on. Thread-safe.
 */
public final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final ClientAuth clientAuth;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final @Nullable AdvancedTlsX509TrustManager clients;
    private final Watched<Identity> identity;
    private final @Nullable Watched<X509Certificate[]> clientCa;
    private volatile SSLContext context;

    private record Identity(List<X509Certificate> chain, PrivateKey key) {}

    /** @throws IllegalArgumentException if a key is not set that has to be, or a file is wrong; names it */
    Tls(TlsSettings settings, Clock clock) {
        requireComplete(settings);
        this.clientAuth = settings.clientAuth();
        this.identity = new Watched<>(
                List.of(Path.of(settings.certificate()), Path.of(settings.privateKey())),
                contents -> identity(settings, contents, clock));
        try {
            if (clientAuth == ClientAuth.NONE) {
                this.clientCa = null;
                this.clients = null;
            } else {
                this.clientCa = new Watched<>(
                        List.of(Path.of(settings.clientCa())),
                        contents -> Pem.certificates(settings.clientCa(), contents.get(0), clock.instant()));
                this.clients = AdvancedTlsX509TrustManager.newBuilder()
                        .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                        .build();
            }
            this.context = apply();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(TlsSettings.SECTION + ": " + e.getMessage(), e);
        }
    }

    /** Returns the server's side of a new connection; for Pekko HTTP, which asks for one per connection. */
    public SSLEngine serverEngine() {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        switch (clientAuth) {
            case NONE -> {}
            case OPTIONAL -> engine.setWantClientAuth(true);
            case REQUIRED -> engine.setNeedClientAuth(true);
        }
        return engine;
    }

    /** Returns what a gRPC server needs; it does not have to be made again when the files change. */
    public ServerCredentials serverCredentials() {
        var builder = TlsServerCredentials.newBuilder().keyManager(keys);
        if (clients != null) {
            builder.trustManager(clients);
            builder.clientAuth(
                    clientAuth == ClientAuth.REQUIRED
                            ? TlsServerCredentials.ClientAuth.REQUIRE
                            : TlsServerCredentials.ClientAuth.OPTIONAL);
        }
        return builder.build();
    }

    /** Looks at the files. */
    void reload() {
        boolean changed = identity.reload();
        changed |= clientCa != null && clientCa.reload();
        if (changed) {
            try {
                context = apply();
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("keys that were read cannot be used", e);
            }
        }
    }

    /** A new context knows no sessions: nobody gets by without showing a certificate because of an earlier one. */
    private SSLContext apply() throws GeneralSecurityException, IOException {
        var own = identity.value();
        keys.updateIdentityCredentials(own.chain().toArray(X509Certificate[]::new), own.key());
        if (clients != null && clientCa != null) {
            clients.updateTrustCredentials(clientCa.value());
        }
        var fresh = SSLContext.getInstance("TLS");
        fresh.init(new KeyManager[] {keys}, clients == null ? null : new TrustManager[] {clients}, null);
        return fresh;
    }

    private static Identity identity(TlsSettings settings, List<byte[]> contents, Clock clock) {
        var chain = List.of(Pem.certificates(settings.certificate(), contents.get(0), clock.instant()));
        return new Identity(chain, Pem.privateKey(settings.privateKey(), contents.get(1), chain.get(0)));
    }

    private static void requireComplete(TlsSettings settings) {
        if (settings.certificate().isEmpty()) {
            throw missing("certificate", "private-key");
        }
        if (settings.privateKey().isEmpty()) {
            throw missing("private-key", "certificate");
        }
        if (settings.clientAuth() != ClientAuth.NONE && settings.clientCa().isEmpty()) {
            throw missing("client-ca", "client-auth");
        }
        if (settings.clientAuth() == ClientAuth.NONE && !settings.clientCa().isEmpty()) {
            throw new IllegalArgumentException(
                    TlsSettings.SECTION + ".client-auth: none (expected: optional or required, " + "since "
                            + TlsSettings.SECTION + ".client-ca is set)");
        }
    }

    private static IllegalArgumentException missing(String key, String because) {
        return new IllegalArgumentException(TlsSettings.SECTION + "." + key + ": \"\" (expected: a PEM file, since "
                + TlsSettings.SECTION + "." + because + " is set)");
    }
}
