package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads certificates and keys, and finds out whether they belong together. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** @throws IllegalArgumentException if there is none, or one is not valid at that time; names the file */
    static List<X509Certificate> certificates(String file, byte[] pem, Instant now) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + ": no certificate (expected: certificates in PEM)");
        }
        for (X509Certificate certificate : certificates) {
            requireValid(file, certificate, now);
        }
        return List.copyOf(certificates);
    }

    /**
     * Returns the key of a certificate.
     *
     * @throws IllegalArgumentException if there is none, or it is that of another certificate; names the file
     */
    static PrivateKey privateKey(String file, byte[] pem, X509Certificate certificate) {
        var block = KEY.matcher(new String(pem, US_ASCII));
        if (!block.find()) {
            throw new IllegalArgumentException(file
                    + ": no private key (expected: PEM with BEGIN PRIVATE KEY, which is PKCS#8 without a password)");
        }
        var publicKey = certificate.getPublicKey();
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
            var key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(spec);
            if (belongTogether(key, publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(notTheKey(file, certificate), e);
        }
        throw new IllegalArgumentException(notTheKey(file, certificate));
    }

    private static String notTheKey(String file, X509Certificate certificate) {
        return file + ": not the key of the certificate (expected: the "
                + certificate.getPublicKey().getAlgorithm() + " key of " + certificate.getSubjectX500Principal() + ")";
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        byte[] text = "troupe".getBytes(US_ASCII);
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(text);
        return signature.verify(signed);
    }

    private static void requireValid(String file, X509Certificate certificate, Instant now) {
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new IllegalArgumentException(file + ": " + certificate.getSubjectX500Principal() + " is valid from "
                    + from + " until " + until + " (expected: valid now, " + now + ")");
        }
    }
}
