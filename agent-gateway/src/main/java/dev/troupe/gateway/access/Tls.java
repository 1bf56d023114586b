package dev.troupe.gateway.access;

import dev.troupe.gateway.access.TlsSettings.ClientAuth;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextServerCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS for both servers, from 1.2 on, with the JDK's choice of algorithms. When the files change, new connections have what
 * is new; those that are open go on. Thread-safe.
 */
public final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final ClientAuth clientAuth;
    private final Watched<Identity> identity;
    private final @Nullable Watched<List<X509Certificate>> clientCa;
    private final CurrentSslContext forGrpc;
    private volatile SSLContext context;

    private record Identity(List<X509Certificate> chain, PrivateKey key) {}

    /** @throws IllegalArgumentException if a key is not set that has to be, or a file is wrong; names it */
    Tls(TlsSettings settings, Clock clock) {
        requireComplete(settings);
        this.clientAuth = settings.clientAuth();
        this.identity = new Watched<>(
                List.of(Path.of(settings.certificate()), Path.of(settings.privateKey())),
                contents -> identity(settings, contents, clock));
        this.clientCa = clientAuth == ClientAuth.NONE
                ? null
                : new Watched<>(
                        List.of(Path.of(settings.clientCa())),
                        contents -> Pem.certificates(settings.clientCa(), contents.get(0), clock.instant()));
        this.context = fresh();
        this.forGrpc = new CurrentSslContext(context, clientAuth, PROTOCOLS);
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

    /** Returns what a gRPC server on shaded Netty needs; it does not have to be made again when the files change. */
    public ServerCredentials serverCredentials() {
        return NettySslContextServerCredentials.create(forGrpc);
    }

    /**
     * Looks at the files. A new context knows no sessions: nobody gets by without showing a certificate because an earlier
     * one was good.
     */
    void reload() {
        boolean changed = identity.reload();
        changed |= clientCa != null && clientCa.reload();
        if (changed) {
            context = fresh();
            forGrpc.set(context);
        }
    }

    private SSLContext fresh() {
        var own = identity.value();
        return context(own.chain(), own.key(), clientCa == null ? List.of() : clientCa.value());
    }

    /** Returns a context with this certificate, if there is one, that trusts these authorities, and nobody else. */
    static SSLContext context(
            List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> authorities) {
        char[] password = {};
        try {
            var own = KeyStore.getInstance("PKCS12");
            own.load(null, password);
            if (key != null) {
                own.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, password);
            for (X509Certificate authority : authorities) {
                trusted.setCertificateEntry(authority.getSubjectX500Principal() + "/" + trusted.size(), authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(TlsSettings.SECTION + ": " + e.getMessage(), e);
        }
    }

    private static Identity identity(TlsSettings settings, List<byte[]> contents, Clock clock) {
        var chain = Pem.certificates(settings.certificate(), contents.get(0), clock.instant());
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
