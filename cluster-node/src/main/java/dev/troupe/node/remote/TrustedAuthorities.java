package dev.troupe.node.remote;

import dev.troupe.node.OptionFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom to believe that a certificate is a node's. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** Reads a file in PEM; null for no file: then those hold that Java trusts. */
    static @Nullable SSLContext context(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : read(file)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) {
        var in = new ByteArrayInputStream(OptionFile.bytes("--ca", file));
        try {
            var all = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException e) {
            // said below
        }
        throw new IllegalArgumentException("--ca: " + file + " (expected: certificates in PEM)");
    }
}
