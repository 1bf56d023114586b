package dev.troupe.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Somebody who calls, with grants for all types.
 *
 * @param known whether the gateway knows them
 * @param tenant empty for all
 * @param allow of read, write and admin
 * @param token what they show; empty for none
 */
record TestCaller(String name, boolean known, Optional<String> tenant, List<String> allow, String token) {
    static final String SECRET = "a secret of tests that is long enough for HS256";

    static TestCaller of(String name, String tenant, String... allow) {
        return new TestCaller(
                name, true, Optional.of(tenant).filter(text -> !text.isEmpty()), List.of(allow), "token-of-" + name);
    }

    /** Somebody whom nobody knows, by this token. */
    static TestCaller unknown(String name, String token) {
        return new TestCaller(name, false, Optional.empty(), List.of(), token);
    }

    static TestCaller signed(String name, String tenant, String... allow) {
        var caller = of(name, tenant, allow);
        return new TestCaller(name, true, caller.tenant(), caller.allow(), sign(caller, SECRET));
    }

    static TestCaller signedByAnother(TestCaller caller) {
        return unknown("forged", sign(caller, SECRET.toUpperCase(java.util.Locale.ROOT)));
    }

    private static String sign(TestCaller caller, String secret) {
        var claims = new JwtClaims();
        claims.setSubject(caller.name());
        claims.setExpirationTimeMinutesInTheFuture(60);
        caller.tenant().ifPresent(tenant -> claims.setStringClaim("tenant", tenant));
        claims.setStringListClaim("troupe_agents", List.of("*"));
        claims.setStringListClaim("troupe_topics", List.of("*"));
        claims.setStringListClaim("troupe_allow", caller.allow());
        var token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKey(new HmacKey(secret.getBytes(UTF_8)));
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what stands in a tokens file; its token has expired if the gateway is not to know them. */
    String entry() {
        return "{ name = " + name + ", sha256 = " + sha256(token)
                + tenant.map(text -> ", tenant = " + text).orElse("") + ", agents = [\"*\"], topics = [\"*\"], allow = "
                + (allow.isEmpty() ? List.of("read") : allow)
                + (known ? "" : ", expires = \"" + Instant.EPOCH + "\"") + " }";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    boolean may(String action) {
        return allow.contains(action);
    }

    /** Tells whether the keys and sources of a tenant are theirs. */
    boolean reaches(String wanted) {
        return tenant.isEmpty() || tenant.get().equals(wanted);
    }

    @Override
    public String toString() {
        return name;
    }
}
