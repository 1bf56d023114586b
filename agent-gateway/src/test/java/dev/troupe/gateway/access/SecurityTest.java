package dev.troupe.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"})
    void isOpenOnLoopbackAndSaysSoInOneLine(String host) {
        try (var log = new LogLines();
                var security = Security.start(
                        Given.auth(""), Given.tls(""), List.of(door("http", host), door("grpc", "127.0.0.1")))) {

            assertThat(security.access().authenticate(null).name()).isEqualTo("anybody");
            assertThat(security.tls()).isEmpty();
            assertThat(log.all())
                    .containsExactly("WARN Open to everybody on this machine, for there is no authentication "
                            + "(troupe.gateway.auth): troupe.gateway.http.host = " + host
                            + ", troupe.gateway.grpc.host = 127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org", "1270.0.0.1", "example.org", "localhost.x"
            })
    void doesNotStartOnAnotherAddressWithoutTlsAndAuthentication(String host) {
        assertThatThrownBy(() -> Security.start(
                        Given.auth(""), Given.tls(""), List.of(door("grpc", "127.0.0.1"), door("http", host))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("troupe.gateway.http.host: \"" + host
                        + "\" (expected: loopback, such as 127.0.0.1, as long as these are not set: "
                        + "troupe.gateway.tls.certificate and private-key; "
                        + "troupe.gateway.auth.tokens-file or one of jwt.keys-file, keys-url, secret-file)");
    }

    @Test
    void doesNotStartOnAnotherAddressWithOneOfThem() {
        var tokens = Given.write(directory.resolve("tokens"), "tokens = []");
        var doors = List.of(door("http", "0.0.0.0"));

        assertThatThrownBy(
                        () -> Security.start(Given.auth("tokens-file = " + Given.quoted(tokens)), Given.tls(""), doors))
                .hasMessageContaining("not set: troupe.gateway.tls.certificate and private-key)");
        assertThatThrownBy(() ->
                        Security.start(Given.auth(""), Given.tls("certificate = a.pem, private-key = a.key"), doors))
                .hasMessageContaining("not set: troupe.gateway.auth.tokens-file or one of");
    }

    @Test
    void saysNothingOfDoorsThatAskWhoItIs() {
        var tokens = Given.write(directory.resolve("tokens"), "tokens = []");

        try (var log = new LogLines();
                var security = Security.start(
                        Given.auth("tokens-file = " + Given.quoted(tokens)),
                        Given.tls(""),
                        List.of(door("http", "127.0.0.1")))) {

            assertThatThrownBy(() -> security.access().authenticate("Bearer x"))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(log.all()).containsExactly("WARN Denied: somebody not known: the token is not known");
        }
    }

    @Test
    void namesTheKeysOfTlsThatAreMissing() {
        refusesTls("certificate = a.pem")
                .hasMessage("troupe.gateway.tls.private-key: \"\" (expected: a PEM file, since "
                        + "troupe.gateway.tls.certificate is set)");
        refusesTls("private-key = a.key").hasMessageContaining("troupe.gateway.tls.certificate: \"\" (expected");
        refusesTls("client-auth = required").hasMessageContaining("troupe.gateway.tls.certificate: \"\" (expected");
        refusesTls("certificate = a.pem, private-key = a.key, client-auth = optional")
                .hasMessage("troupe.gateway.tls.client-ca: \"\" (expected: a PEM file, since "
                        + "troupe.gateway.tls.client-auth is set)");
        refusesTls("certificate = a.pem, private-key = a.key, client-ca = ca.pem")
                .hasMessage("troupe.gateway.tls.client-auth: none (expected: optional or required, since "
                        + "troupe.gateway.tls.client-ca is set)");
    }

    @Test
    void namesEveryWrongSettingAtOnce() {
        assertThatThrownBy(() -> Given.auth("reload-interval = 0, jwt { keys-url = \"http://example.org\", "
                        + "clock-skew = x, claims.name = \"\", tenant-required = maybe }"))
                .hasMessageContaining("troupe.gateway.auth.reload-interval: 0 (expected: a time")
                .hasMessageContaining("troupe.gateway.auth.jwt.keys-url: \"http://example.org\" (expected: an https")
                .hasMessageContaining("troupe.gateway.auth.jwt.clock-skew: \"x\" (expected: a time")
                .hasMessageContaining("troupe.gateway.auth.jwt.tenant-required: \"maybe\" (expected: true or false)")
                .hasMessageContaining("troupe.gateway.auth.jwt.claims.name: \"\" (expected: the name of a claim)");
        assertThatThrownBy(() -> Given.tls("client-auth = maybe"))
                .hasMessageContaining(
                        "troupe.gateway.tls.client-auth: \"maybe\" (expected: none, optional or required)");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refusesTls(String settings) {
        return assertThatThrownBy(
                        () -> Security.start(Given.auth(""), Given.tls(settings), List.of(door("http", "127.0.0.1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Security.Door door(String name, String host) {
        return new Security.Door("troupe.gateway." + name + ".host", host);
    }
}
