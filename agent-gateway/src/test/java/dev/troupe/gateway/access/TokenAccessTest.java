package dev.troupe.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.troupe.agent.AgentId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenAccessTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void knowsWhoShowsATokenOfTheFile() {
        var access = access(entry("up", "one", ""), entry("down", "two", ""));

        assertThat(access.authenticate("Bearer one").name()).isEqualTo("up");
        assertThat(access.authenticate("bearer two").name()).isEqualTo("down");
        assertThat(access.authenticate("Bearer one").reaches("acme/1")).isTrue();
        assertThat(access.authenticate("Bearer one").reaches("zeta")).isFalse();
    }

    @Test
    void knowsNobodyElse() {
        var access = access(entry("up", "one", ""));

        for (String authorization : new String[] {
            null,
            "",
            "Bearer",
            "Bearer ",
            "Bearer two",
            "Basic one",
            "one",
            "Bearer " + TokenFile.sha256("one"),
            "Bearer a.b.c"
        }) {
            var denied = catchThrowableOfType(AccessDeniedException.class, () -> access.authenticate(authorization));
            assertThat(denied).as("%s", authorization).isNotNull();
            assertThat(denied.authenticated()).isFalse();
        }
    }

    @Test
    void knowsNobodyWhoseTimeIsOver() {
        var access = access(
                entry("old", "one", ", expires = \"2026-06-01T00:00:00Z\""),
                entry("new", "two", ", expires = \"2026-06-01T00:00:01Z\""));

        assertThatThrownBy(() -> access.authenticate("Bearer one"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("the token of old has expired");
        assertThat(access.authenticate("Bearer two").name()).isEqualTo("new");
    }

    @Test
    void logsADenialWithPrincipalAndResource() {
        var access = access(entry("up", "one", ""));
        var up = access.authenticate("Bearer one");

        try (var log = new LogLines()) {
            var denied = catchThrowableOfType(
                    AccessDeniedException.class,
                    () -> access.require(up, Action.WRITE, new Resource.OfAgent(AgentId.of("triage", "zeta"))));
            access.require(up, Action.READ, new Resource.OfAgent(AgentId.of("triage", "acme")));

            assertThat(denied.authenticated()).isTrue();
            assertThat(denied).hasMessage("up may not WRITE agent triage/zeta");
            assertThat(log.all()).containsExactly("WARN Denied: up may not WRITE agent triage/zeta");
        }
    }

    @Test
    void logsAStrangerWithoutTheirToken() {
        var access = access(entry("up", "one", ""));

        try (var log = new LogLines()) {
            assertThatThrownBy(() -> access.authenticate("Bearer secret-of-somebody"))
                    .isInstanceOf(AccessDeniedException.class);

            assertThat(log.all()).containsExactly("WARN Denied: somebody not known: the token is not known");
        }
    }

    @Test
    void keepsAKeyFromLookingLikeALineOfTheLog() {
        var access = access(entry("up", "one", ""));
        var up = access.authenticate("Bearer one");

        try (var log = new LogLines()) {
            assertThatThrownBy(() -> access.require(
                            up, Action.READ, new Resource.OfAgent(AgentId.of("triage", "z\nWARN all is well"))))
                    .isInstanceOf(AccessDeniedException.class);

            assertThat(log.all()).containsExactly("WARN Denied: up may not READ agent triage/z?WARN all is well");
        }
    }

    @Test
    void takesTheFileAgainWhenItHasChanged() throws Exception {
        var access = access(entry("up", "one", ""));

        Given.write(file(), "tokens = [" + entry("other", "two", "") + "]");
        access.reload();

        assertThat(access.authenticate("Bearer two").name()).isEqualTo("other");
        assertThatThrownBy(() -> access.authenticate("Bearer one")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void keepsTheOldFileWhileTheNewOneIsWrongOrMissingAndSaysSoOnce() throws Exception {
        var access = access(entry("up", "one", ""));

        try (var log = new LogLines()) {
            Given.write(file(), "tokens = [{ name = up }]");
            access.reload();
            access.reload();
            assertThat(access.authenticate("Bearer one").name()).isEqualTo("up");
            Files.delete(file());
            access.reload();
            access.reload();
            assertThat(access.authenticate("Bearer one").name()).isEqualTo("up");

            assertThat(log.all()).hasSize(2);
            assertThat(log.all().get(0))
                    .startsWith("ERROR Not taken, the old one stays in use: " + file() + ", line 1");
            assertThat(log.all().get(1)).endsWith(file() + ": missing (expected: a file)");
        }
    }

    @Test
    void doesNotStartWithoutTheFile() {
        var settings = Given.auth("tokens-file = " + Given.quoted(file()));

        assertThatThrownBy(() -> new TokenAccess(settings, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file() + ": missing (expected: a file)");
    }

    private TokenAccess access(String... entries) {
        Given.write(file(), "tokens = [" + String.join(",\n", entries) + "]");
        return new TokenAccess(Given.auth("tokens-file = " + Given.quoted(file())), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static String entry(String name, String token, String more) {
        return "{ name = " + name + ", sha256 = \"" + TokenFile.sha256(token)
                + "\", tenant = acme, agents = [triage], allow = [read, write]" + more + " }";
    }

    private Path file() {
        return directory.resolve("tokens.conf");
    }
}
