package dev.troupe.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class TokenFileTest {
    private static final Path FILE = Path.of("tokens.conf");
    private static final String HASH = "sha256 = \"" + TokenFile.sha256("t") + "\"";

    @Test
    void readsEntriesOfBothForms() {
        var hocon = "tokens = [{ name = up, " + HASH + ", tenant = acme, agents = [\"triage*\"], topics = [news], "
                + "allow = [read, write], expires = \"2027-01-01T00:00:00Z\" }]";
        var json = "{\"tokens\": [{\"name\": \"w\", \"certificate\": \"CN=worker-1\", \"allow\": [\"admin\"]}]}";

        assertThat(TokenFile.parse(FILE, hocon))
                .containsExactly(new TokenEntry(
                        "up",
                        new TokenEntry.Hash(TokenFile.sha256("t")),
                        Given.grants("acme", List.of("triage*"), List.of("news"), Action.READ, Action.WRITE),
                        Optional.of(Instant.parse("2027-01-01T00:00:00Z"))));
        assertThat(TokenFile.parse(FILE, json))
                .containsExactly(new TokenEntry(
                        "w",
                        new TokenEntry.Certificate(new X500Principal("CN=worker-1")),
                        Given.grants("", List.of(), List.of(), Action.ADMIN),
                        Optional.empty()));
    }

    @Test
    void readsWhatItRenders() {
        var entry = new TokenEntry(
                "a \"b\" ${c}",
                new TokenEntry.Hash(TokenFile.sha256("t")),
                Given.grants("acme", List.of("triage*", "audit"), List.of("*"), Action.READ, Action.ADMIN),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")));

        var read = TokenFile.parse(FILE, "tokens = [\n" + TokenFile.render(entry) + "\n]");

        assertThat(read).containsExactly(entry);
    }

    @Test
    void makesTokensThatDifferAndFitInAHeader() {
        var one = TokenFile.newToken();
        var other = TokenFile.newToken();

        assertThat(one).isNotEqualTo(other).matches("troupe_[A-Za-z0-9_\\-]{43}");
        assertThat(TokenFile.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void namesFileLineEntryAndWhatIsExpected() {
        refuses("tokens = [\n { name = a, " + HASH + ", allow = [read], tenat = acme }]")
                .isEqualTo("tokens.conf, line 2, entry 'a': unknown key [tenat] (expected: name, sha256, certificate, "
                        + "tenant, agents, topics, allow, expires)");
        refuses("tokens = []\ntoken = 1").isEqualTo("tokens.conf, line 2: unknown key 'token' (expected: tokens)");
        refuses("").contains("tokens.conf").contains("tokens").contains("(expected: tokens = [{ name");
        refuses("tokens = [").contains("tokens.conf").contains("(expected: tokens = [{ name");
        refuses("tokens = 1").contains("(expected: tokens = [{ name");
        refuses("tokens = [{ " + HASH + ", allow = [read] }]")
                .contains("line 1, entry '': name: '' (expected: 1 to 100 characters)");
        refuses("tokens = [{ name = a, " + HASH + " }]")
                .contains("entry 'a': allow: nothing (expected: some of read, write, admin)");
        refuses("tokens = [{ name = a, " + HASH + ", allow = [all] }]").contains("allow: 'all' (expected: read, write");
        refuses("tokens = [{ name = a, " + HASH + ", allow = read }]")
                .contains("entry 'a'")
                .contains("allow");
        refuses("tokens = [{ name = a, allow = [read] }]")
                .contains("sha256, certificate: none (expected: one of them)");
        refuses("tokens = [{ name = a, allow = [read], " + HASH + ", certificate = \"CN=a\" }]")
                .contains("sha256, certificate: both (expected: one of them)");
        refuses("tokens = [{ name = a, allow = [read], sha256 = \"my token\" }]")
                .contains("sha256: 8 characters (expected: 64 hexadecimal digits)")
                .doesNotContain("my token");
        refuses("tokens = [{ name = a, allow = [read], " + HASH + ", expires = soon }]")
                .contains("expires: 'soon' (expected: a time such as");
        refuses("tokens = [{ name = a, allow = [read], " + HASH + ", tenant = \"\" }]")
                .contains("tenant: ''");
        refuses("tokens = [{ name = a, allow = [read], certificate = worker }]").contains("entry 'a'");
    }

    @Test
    void refusesANameOrATokenThatIsThereTwice() {
        var first = "{ name = a, allow = [read], " + HASH + " }";

        refuses("tokens = [" + first + ",\n{ name = b, allow = [read], " + HASH + " }]")
                .isEqualTo("tokens.conf, line 2, entry 'b': name, token or certificate of an earlier entry "
                        + "(expected: each once)");
        refuses("tokens = [" + first + ",\n{ name = a, allow = [read], certificate = \"CN=a\" }]")
                .contains("line 2, entry 'a': name, token");
    }

    private static org.assertj.core.api.AbstractStringAssert<?> refuses(String text) {
        var thrown = org.assertj.core.api.Assertions.catchThrowable(() -> TokenFile.parse(FILE, text));
        assertThat(thrown).as(text).isInstanceOf(IllegalArgumentException.class);
        return assertThat(thrown.getMessage());
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThatThrownBy(() -> TokenFile.instant("2027")).hasMessageContaining("expires: '2027' (expected: a time");
    }
}
