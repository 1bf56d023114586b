package dev.troupe.gateway.access;

import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Tokens that somebody else has signed. The kind of a key says which algorithm it is for, so a token cannot have a public
 * key taken for a secret; {@code none} is no algorithm here.
 */
final class JwtTokens {
    private static final Map<String, String> KEY_TYPES = Map.of(
            AlgorithmIdentifiers.HMAC_SHA256, "oct",
            AlgorithmIdentifiers.RSA_USING_SHA256, "RSA",
            AlgorithmIdentifiers.EDDSA, "OKP");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\u0085\\u2028\\u2029]{1,200}");

    private final AccessSettings.Jwt settings;
    private final List<KeySource> sources;
    private final JwtConsumer consumer;

    JwtTokens(AccessSettings.Jwt settings, List<KeySource> sources) {
        this.settings = settings;
        this.sources = List.copyOf(sources);
        this.consumer = consumer();
    }

    /** Tells whether it has the form of one: three parts. */
    static boolean hasForm(String token) {
        return token.chars().filter(character -> character == '.').count() == 2;
    }

    /**
     * Returns whom a token is about. Does not wait: while no keys have come yet, nobody is known.
     *
     * @throws AccessDeniedException if it is not valid; says why, without what is in it
     */
    Principal principal(String token) {
        try {
            var claims = consumer.processToClaims(token);
            String name = text(claims, settings.claims().name())
                    .orElseThrow(() ->
                            new IllegalArgumentException(settings.claims().name() + ": missing (expected: a name)"));
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(settings.claims().name() + " (expected: 1 to 200 characters)");
            }
            return new KnownPrincipal(name, grants(claims));
        } catch (InvalidJwtException e) {
            throw AccessDeniedException.unauthenticated(reason(e));
        } catch (MalformedClaimException | IllegalArgumentException e) {
            throw AccessDeniedException.unauthenticated("the token has a wrong claim: " + e.getMessage());
        }
    }

    private Grants grants(JwtClaims claims) throws MalformedClaimException {
        var tenant = text(claims, settings.claims().tenant());
        if (tenant.isEmpty() && settings.tenantRequired()) {
            throw new IllegalArgumentException(settings.claims().tenant() + ": missing (expected: a tenant)");
        }
        return new Grants(
                tenant,
                texts(claims, settings.claims().agents()),
                texts(claims, settings.claims().topics()),
                Grants.actions(texts(claims, settings.claims().allow())));
    }

    private JwtConsumer consumer() {
        var builder = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds((int) settings.clockSkew().toSeconds())
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, KEY_TYPES.keySet().toArray(String[]::new))
                .setVerificationKeyResolver((jws, nesting) -> resolve(jws));
        if (!settings.issuer().isEmpty()) {
            builder.setExpectedIssuer(settings.issuer());
        }
        if (settings.audience().isEmpty()) {
            builder.setSkipDefaultAudienceValidation();
        } else {
            builder.setExpectedAudience(settings.audience());
        }
        return builder.build();
    }

    private Key resolve(JsonWebSignature token) throws UnresolvableKeyException {
        String algorithm = token.getAlgorithmHeaderValue();
        String id = token.getKeyIdHeaderValue();
        List<JsonWebKey> named = new ArrayList<>();
        List<JsonWebKey> possible = new ArrayList<>();
        for (KeySource source : sources) {
            for (JsonWebKey key : source.keys()) {
                boolean fits = key.getKeyType().equals(KEY_TYPES.getOrDefault(algorithm, "none"))
                        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
                if (fits && id != null && id.equals(key.getKeyId())) {
                    named.add(key);
                } else if (fits && (id == null || key.getKeyId() == null)) {
                    possible.add(key);
                }
            }
        }
        var keys = named.isEmpty() ? possible : named;
        if (keys.isEmpty() && KEY_TYPES.containsKey(algorithm)) {
            sources.forEach(KeySource::missing);
        }
        if (keys.size() != 1) {
            throw new UnresolvableKeyException(keys.size() + " keys fit");
        }
        return keys.get(0).getKey();
    }

    private static String reason(InvalidJwtException e) {
        if (e.hasExpired()) {
            return "the token has expired";
        }
        if (e.getCause() instanceof UnresolvableKeyException) {
            return "the token is signed with a key that is not known, or not known yet";
        }
        return "the token is not valid";
    }

    private static Optional<String> text(JwtClaims claims, String name) throws MalformedClaimException {
        return Optional.ofNullable(claims.getStringClaimValue(name));
    }

    private static List<String> texts(JwtClaims claims, String name) throws MalformedClaimException {
        return claims.hasClaim(name) ? claims.getStringListClaimValue(name) : List.of();
    }
}
