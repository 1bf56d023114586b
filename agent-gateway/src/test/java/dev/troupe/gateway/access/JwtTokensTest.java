package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JwtTokensTest {
    private static final Signer RSA = Signer.rsa("rsa");
    private static final Signer ED = Signer.ed25519("ed");
    private static final Signer SECRET = Signer.secret("secret");

    @TempDir
    private Path directory;

    static Stream<Signer> signers() {
        return Stream.of(RSA, ED, SECRET);
    }

    @ParameterizedTest
    @MethodSource("signers")
    void knowsWhomATokenIsAbout(Signer signer) {
        var worker = tokens("", RSA, ED, SECRET).principal(signer.sign(Signer.claims()));

        assertThat(worker.name()).isEqualTo("worker-7");
        assertThat(worker.may(Action.READ, new Resource.OfAgent(AgentId.of("triage", "acme/1"))))
                .isTrue();
        assertThat(worker.may(Action.WRITE, new Resource.OfTopic(TopicId.of("news", "acme"))))
                .isTrue();
        assertThat(worker.may(Action.WRITE, new Resource.OfTopic(TopicId.of("news", "zeta"))))
                .isFalse();
        assertThat(worker.may(Action.ADMIN, new Resource.OfAgentType("triage"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("signers")
    void refusesASignatureOfAnotherKeyOfThatName(Signer signer) {
        var tokens = tokens("", Signer.rsa("rsa"), Signer.ed25519("ed"), Signer.secret("secret"));

        refused(tokens, signer.sign(Signer.claims())).hasMessage("the token is not valid");
    }

    @Test
    void refusesClaimsThatWereChangedAfterwards() {
        var parts = RSA.sign(Signer.claims()).split("\\.", -1);
        var other = ED.sign(Signer.claims("tenant", "zeta")).split("\\.", -1);

        refused(tokens("", RSA, ED), parts[0] + "." + other[1] + "." + parts[2]).hasMessage("the token is not valid");
    }

    @Test
    void refusesATokenWithoutAnAlgorithm() {
        var none = base64("{\"alg\":\"none\"}") + "." + base64(Signer.claims().toJson()) + ".";
        var named = base64("{\"alg\":\"none\",\"kid\":\"rsa\"}") + "."
                + base64(Signer.claims().toJson()) + ".";

        refused(tokens("", RSA), none);
        refused(tokens("", RSA), named);
    }

    /** A public key is known to all: who could have it taken for a secret could sign anything. */
    @Test
    void refusesAPublicKeyThatIsTakenForASecret() {
        Key publicKey = ((RsaJsonWebKey) RSA.key()).getPublicKey();
        var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(publicKey.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : List.of(publicKey.getEncoded(), pem.getBytes(UTF_8))) {
            var key = new OctetSequenceJsonWebKey(new HmacKey(secret));
            key.setKeyId("rsa");
            refused(tokens("", RSA), new Signer(key, "HS256").sign(Signer.claims()))
                    .hasMessage("the token is signed with a key that is not known, or not known yet");
        }
    }

    @Test
    void refusesAlgorithmsThatAreNotOffered() {
        refused(tokens("", RSA), new Signer(RSA.key(), "RS512").sign(Signer.claims()));
        refused(tokens("", RSA), new Signer(RSA.key(), "PS256").sign(Signer.claims()));
        var large = new OctetSequenceJsonWebKey(new HmacKey(new byte[64]));
        large.setKeyId("large");
        refused(tokens("", new Signer(large, "HS256")), new Signer(large, "HS512").sign(Signer.claims()));
    }

    @Test
    void doesNotBelieveAKeyThatTheTokenBrings() {
        var stranger = Signer.rsa("stranger");
        var token = stranger.sign(
                Signer.claims().toJson(), Map.of("jku", "https://example.org/keys", "x5u", "https://example.org/c"));

        refused(tokens("", RSA), token).hasMessageContaining("a key that is not known");
    }

    @Test
    void refusesWhatHasExpiredOrNeverExpires() {
        var tokens = tokens("clock-skew = 30s", RSA);
        long now = NumericDate.now().getValue();

        refused(tokens, RSA.sign(Signer.claims("exp", now - 31))).hasMessage("the token has expired");
        refused(tokens, RSA.sign(Signer.claims("exp", null))).hasMessage("the token is not valid");
        assertThat(tokens.principal(RSA.sign(Signer.claims("exp", now - 5))).name())
                .isEqualTo("worker-7");
    }

    @Test
    void refusesWhatIsNotGoodYet() {
        var tokens = tokens("clock-skew = 30s", RSA);
        long now = NumericDate.now().getValue();

        refused(tokens, RSA.sign(Signer.claims("nbf", now + 300))).hasMessage("the token is not valid");
        assertThat(tokens.principal(RSA.sign(Signer.claims("nbf", now + 5))).name())
                .isEqualTo("worker-7");
    }

    @Test
    void asksForIssuerAndAudienceIfTheyAreSet() {
        var tokens = tokens("issuer = \"https://id.example.org\", audience = troupe", RSA);
        var good = Signer.claims("iss", "https://id.example.org");
        good.setAudience("other", "troupe");
        var elsewhere = Signer.claims("iss", "https://id.example.org");
        elsewhere.setAudience("other");
        var nowhere = Signer.claims("iss", "https://id.example.org");
        var ofAnother = Signer.claims("iss", "https://example.org");
        ofAnother.setAudience("troupe");

        assertThat(tokens.principal(RSA.sign(good)).name()).isEqualTo("worker-7");
        refused(tokens, RSA.sign(elsewhere));
        refused(tokens, RSA.sign(nowhere));
        refused(tokens, RSA.sign(ofAnother));
        assertThat(tokens("", RSA).principal(RSA.sign(elsewhere)).name()).isEqualTo("worker-7");
    }

    @Test
    void refusesATokenWithoutATenantUnlessThatIsAllowed() {
        var token = RSA.sign(Signer.claims("tenant", null));

        refused(tokens("", RSA), token).hasMessage("the token has a wrong claim: tenant: missing (expected: a tenant)");
        assertThat(tokens("tenant-required = false", RSA).principal(token).reaches("zeta"))
                .isTrue();
    }

    @Test
    void refusesClaimsOfAnotherForm() {
        var tokens = tokens("", RSA);

        refused(tokens, RSA.sign(Signer.claims("tenant", 7))).hasMessageContaining("wrong claim");
        refused(tokens, RSA.sign(Signer.claims("tenant", ""))).hasMessageContaining("tenant: ''");
        refused(tokens, RSA.sign(Signer.claims("tenant", List.of("acme")))).hasMessageContaining("wrong claim");
        refused(tokens, RSA.sign(Signer.claims("troupe_agents", "triage"))).hasMessageContaining("wrong claim");
        refused(tokens, RSA.sign(Signer.claims("troupe_allow", List.of("all")))).hasMessageContaining("allow: 'all'");
        refused(tokens, RSA.sign(Signer.claims("sub", null))).hasMessageContaining("sub: missing (expected: a name)");
        refused(tokens, RSA.sign(Signer.claims("sub", "a\nb"))).hasMessageContaining("sub (expected: 1 to 200");
    }

    @Test
    void readsTheClaimsThatTheSettingsName() {
        var claims = Signer.claims("org", "zeta");
        claims.setStringClaim("client_id", "c1");
        var tokens = tokens("claims { name = client_id, tenant = org }", RSA);

        var principal = tokens.principal(RSA.sign(claims));

        assertThat(principal.name()).isEqualTo("c1");
        assertThat(principal.reaches("zeta/1")).isTrue();
        assertThat(principal.reaches("acme")).isFalse();
    }

    @Test
    void takesTheOnlyKeyThatFitsWhereATokenNamesNone() {
        var unnamed = new Signer(RSA.key(), "RS256");
        var token = unnamed.sign(Signer.claims().toJson(), Map.of()).split("\\.", -1).length;
        var copy = Signer.rsa(null);

        assertThat(token).isEqualTo(3);
        assertThat(tokens("", copy, ED).principal(copy.sign(Signer.claims())).name())
                .isEqualTo("worker-7");
        refused(tokens("", copy, RSA), copy.sign(Signer.claims())).hasMessageContaining("a key that is not known");
    }

    @Test
    void readsKeysAndSecretsFromFiles() {
        var set = Given.write(directory.resolve("keys.json"), Signer.set(RSA, ED));
        var secret = Given.write(directory.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        var signer = new Signer(
                new OctetSequenceJsonWebKey(new HmacKey("0123456789abcdef0123456789abcdef".getBytes(UTF_8))), "HS256");
        var tokens = new JwtTokens(Given.auth("").jwt(), List.of(KeyFiles.set(set), KeyFiles.secret(secret)));

        for (Signer each : List.of(RSA, ED, signer)) {
            assertThat(tokens.principal(each.sign(Signer.claims())).name()).isEqualTo("worker-7");
        }
    }

    @Test
    void takesAKeySetAgainWhenItHasChangedAndKeepsTheOldOneIfItIsWrong() {
        var set = Given.write(directory.resolve("keys.json"), Signer.set(RSA));
        var source = KeyFiles.set(set);
        var tokens = new JwtTokens(Given.auth("").jwt(), List.of(source));

        Given.write(set, Signer.set(ED));
        source.reload();
        Given.write(set, "{}");
        source.reload();

        assertThat(tokens.principal(ED.sign(Signer.claims())).name()).isEqualTo("worker-7");
        refused(tokens, RSA.sign(Signer.claims())).hasMessageContaining("a key that is not known");
    }

    @Test
    void doesNotStartWithAFileThatHasNoKeyToBeUsed() {
        var set = Given.write(directory.resolve("keys.json"), "{\"keys\":[{\"kty\":\"EC\"}]}");
        var text = Given.write(directory.resolve("text"), "hello");
        var secret = Given.write(directory.resolve("secret"), "too short");

        assertThatThrownBy(() -> KeyFiles.set(set))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(set + ": no key to be used (expected: a JSON Web Key Set");
        assertThatThrownBy(() -> KeyFiles.set(text)).hasMessageStartingWith(text + ": not a JSON Web Key Set");
        assertThatThrownBy(() -> KeyFiles.secret(secret))
                .hasMessage(secret + ": 9 bytes (expected: a secret of at least 32)");
    }

    private static JwtTokens tokens(String settings, Signer... signers) {
        var keys = KeyFiles.parse("test", Signer.set(signers), true);
        return new JwtTokens(Given.auth("jwt { " + settings + " }").jwt(), List.of(() -> keys));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(JwtTokens tokens, String token) {
        var denied = catchThrowableOfType(AccessDeniedException.class, () -> tokens.principal(token));
        assertThat(denied).isNotNull();
        assertThat(denied.authenticated()).isFalse();
        return assertThat(denied);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
