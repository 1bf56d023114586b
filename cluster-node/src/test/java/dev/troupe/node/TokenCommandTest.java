package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.gateway.access.TokenFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsATokenAndTheEntryWithItsHash() {
        int code = run("--name", "x", "--tenant", "acme", "--agents", "triage*,audit", "--allow", "read,write");

        var lines = out.toString().lines().toList();
        assertThat(code).as(err.toString()).isZero();
        assertThat(lines).hasSize(2);
        var token = lines.get(0).substring("token  ".length());
        var entry = ConfigFactory.parseString(lines.get(1).substring("entry  ".length()));
        assertThat(token).startsWith("troupe_");
        assertThat(lines.get(1)).doesNotContain(token);
        assertThat(entry.getString("name")).isEqualTo("x");
        assertThat(entry.getString("sha256")).isEqualTo(TokenFile.sha256(token));
        assertThat(entry.getString("tenant")).isEqualTo("acme");
        assertThat(entry.getStringList("agents")).isEqualTo(List.of("triage*", "audit"));
        assertThat(entry.getStringList("topics")).isEmpty();
        assertThat(entry.getStringList("allow")).isEqualTo(List.of("read", "write"));
        assertThat(entry.hasPath("expires")).isFalse();
    }

    @Test
    void refusesWhatTheFileWouldRefuse() {
        assertThat(run("--name", "x", "--allow", "all")).isEqualTo(2);
        assertThat(run("--name", "x", "--allow", "read", "--agents", "a b")).isEqualTo(2);
        assertThat(run("--name", "x", "--allow", "read", "--tenant", "acme/")).isEqualTo(2);
        assertThat(run("--name", "x", "--allow", "read", "--expires", "soon")).isEqualTo(2);
        assertThat(run("--name", "", "--allow", "read")).isEqualTo(2);
        assertThat(run("--name", "x")).isEqualTo(2);

        assertThat(err.toString())
                .contains("allow: 'all' (expected: read, write, admin)")
                .contains("agents: 'a b' (expected")
                .contains("tenant: 'acme/' (expected")
                .contains("expires: 'soon' (expected")
                .contains("name: '' (expected: 1 to 100 characters)")
                .contains("--allow");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... options) {
        var arguments = new java.util.ArrayList<>(List.of("token"));
        arguments.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
