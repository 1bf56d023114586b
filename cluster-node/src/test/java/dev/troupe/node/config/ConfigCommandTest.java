package dev.troupe.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void namesEverythingThatIsWrongWithItsLine() throws IOException {
        var file = Files.writeString(directory.resolve("node.conf"), """
                troupe {
                  cluster { prot = 1, shards = many }
                  gateway.http.port = 70000
                  management.enabled = maybe
                  store.kind = paper
                }
                """);

        int code = run("check", "--config", file.toString());

        assertThat(code).isEqualTo(2);
        assertThat(out.toString().lines())
                .containsExactlyInAnyOrder(
                        "troupe.cluster.prot: unknown (expected: perhaps troupe.cluster.port), at " + file + ": 2",
                        "troupe.cluster.shards: \"many\" (expected: a whole number from 1 to 100000), at " + file
                                + ": 2",
                        "troupe.gateway.http.port: 70000 (expected: a whole number from 0 to 65535), at " + file
                                + ": 3",
                        "troupe.management.enabled: \"maybe\" (expected: true or false), at " + file + ": 4",
                        "troupe.store.kind: \"paper\" (expected: embedded, postgresql or none), at " + file + ": 5",
                        "Wrong settings: 5");
    }

    @Test
    void saysWhatDiffersIfNothingIsWrong() {
        int code = run("check", "--set", "troupe.cluster.port=0");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        No setting is wrong. Settings that differ from their defaults: 1
                          troupe.cluster.port = 0  # default 25520, from --set: 1
                        """);
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        int code = run("check", "--json", "--set", "troupe.cluster.port=0", "--set", "troupe.cluster.shards=0");

        assertThat(code).isEqualTo(2);
        var json = json();
        assertThat(json.at("/faults/0/key").asText()).isEqualTo("troupe.cluster.shards");
        assertThat(json.at("/faults/0/given").asText()).isEqualTo("0");
        assertThat(json.at("/faults/0/expected").asText()).isEqualTo("a whole number from 1 to 100000");
        assertThat(json.at("/faults/0/origin").asText()).isEqualTo("--set: 2");
        assertThat(json.at("/differences/0/value").asInt(-1)).isZero();
        assertThat(json.at("/differences/0/default").asInt()).isEqualTo(25520);
    }

    @Test
    void showsNoSecret() throws IOException {
        var file = Files.writeString(directory.resolve("node.conf"), """
                troupe.store.postgresql { password = hunter2, pasword = hunter3 }
                troupe.store.postgresql.url = "jdbc:postgresql://u:hunter4@h/db?password=hunter5"
                """);

        run("check", "--config", file.toString());
        run("check", "--json", "--config", file.toString());
        run("show", "--config", file.toString());
        run("show", "--json", "--config", file.toString());

        assertThat(out.toString()).contains("postgresql.password = \"***\"").doesNotContain("hunter");
    }

    @Test
    void showsEverySettingOnce() throws IOException {
        int code = run("show", "--json", "--set", "troupe.cluster.port=0");

        assertThat(code).isZero();
        var json = json();
        assertThat(json.findValuesAsText("key"))
                .contains("troupe.cluster.port", "troupe.gateway.http.port", "troupe.management.http.max-wait")
                .doesNotHaveDuplicates();
    }

    @Test
    void knowsNoOtherCommand() {
        assertThat(run("forgt")).isEqualTo(2);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... arguments) {
        return new CommandLine(new ConfigCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
