package dev.troupe.gateway.access;

import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Signs tokens as another service would. */
record Signer(JsonWebKey key, String algorithm) {

    static Signer rsa(String id) {
        return of(id, "RS256");
    }

    static Signer ed25519(String id) {
        return of(id, "EdDSA");
    }

    static Signer secret(String id) {
        return of(id, "HS256");
    }

    private static Signer of(String id, String algorithm) {
        try {
            JsonWebKey key = switch (algorithm) {
                case "RS256" -> RsaJwkGenerator.generateJwk(2048);
                case "EdDSA" -> OkpJwkGenerator.generateJwk("Ed25519");
                default -> OctJwkGenerator.generateJwk(256);
            };
            key.setKeyId(id);
            return new Signer(key, algorithm);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns claims that are good. */
    static JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setSubject("worker-7");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("tenant", "acme");
        claims.setStringListClaim("troupe_agents", List.of("triage*"));
        claims.setStringListClaim("troupe_topics", List.of("news"));
        claims.setStringListClaim("troupe_allow", List.of("read", "write"));
        return claims;
    }

    /** Returns claims that are good but for one; null takes it away. */
    static JwtClaims claims(String name, Object value) {
        var claims = claims();
        if (value == null) {
            claims.unsetClaim(name);
        } else {
            claims.setClaim(name, value);
        }
        return claims;
    }

    String sign(JwtClaims claims) {
        return sign(claims.toJson(), Map.of());
    }

    String sign(String payload, Map<String, String> headers) {
        var token = new JsonWebSignature();
        token.setPayload(payload);
        token.setAlgorithmHeaderValue(algorithm);
        if (key.getKeyId() != null) {
            token.setKeyIdHeaderValue(key.getKeyId());
        }
        headers.forEach(token::setHeader);
        token.setKey(key instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : key.getKey());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a key set as it is published; with secrets, if there are some among them. */
    static String set(Signer... signers) {
        var set = new JsonWebKeySet();
        for (Signer signer : signers) {
            set.addJsonWebKey(signer.key());
        }
        boolean secrets =
                List.of(signers).stream().anyMatch(signer -> signer.algorithm().equals("HS256"));
        return set.toJson(secrets ? OutputControlLevel.INCLUDE_SYMMETRIC : OutputControlLevel.PUBLIC_ONLY);
    }
}
