package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.node.NotesCluster.Ran;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against nodes with tokens and TLS. */
class RemoteAccessIT {
    private static final String TEA = "{\"text\":\"tea\"}";

    /** Each of them, with arguments that would do. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("cluster", "status"),
            List.of("agents", "list"),
            List.of("agents", "show", "notes/a"),
            List.of("agents", "history", "notes/a"),
            List.of("agents", "passivate", "notes/a"),
            List.of("topics"),
            List.of("subscriptions", "list"),
            List.of("subscriptions", "add", "told", "notes"),
            List.of("subscriptions", "remove", "told", "notes"),
            List.of("send", "notes/a", "notes.Add", TEA),
            List.of("ask", "notes/a", "notes.Read", "{}"),
            List.of("publish", "told/a", "notes.Add", TEA),
            List.of("listen", "told/a"),
            List.of("message", "x"),
            List.of("dead-letters", "list"),
            List.of("dead-letters", "show", "x"),
            List.of("dead-letters", "resend", "x"),
            List.of("dead-letters", "purge", "x", "--yes"));

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static NotesCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        var made = certificates();
        var tokens = Files.writeString(
                directory.resolve("tokens.conf"), """
                tokens = [
                  { name = reader, sha256 = "%s", agents = ["*"], topics = ["*"], allow = [read] }
                  { name = operator, sha256 = "%s", agents = ["*"], topics = ["*"], allow = [read, write, admin] }
                ]
                """.formatted(sha256("reader"), sha256("operator")));
        cluster = NotesCluster.start(
                directory, """
                troupe.gateway {
                  auth.tokens-file = "%s"
                  tls { certificate = "%s", private-key = "%s" }
                }
                """.formatted(tokens, made.resolve("server.pem"), made.resolve("server.key")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyCommandNeedsATokenWhereNodesHaveThem() throws Exception {
        for (var command : COMMANDS) {
            var nobody = run("", command);
            var wrong = run("guessed", command);

            assertThat(nobody.code()).as(command + ": " + nobody.err()).isEqualTo(1);
            assertThat(nobody.err()).contains("show a token: TROUPE_TOKEN or --token-file");
            assertThat(wrong.err()).contains("the node does not know the token");
            assertThat(wrong.err().lines()).hasSize(1);
        }
    }

    @Test
    void tellsWhoMayNot() throws Exception {
        var sent = run("reader", List.of("send", "notes/a", "notes.Add", TEA));
        var purged = run("reader", List.of("dead-letters", "list"));

        assertThat(sent.code()).isEqualTo(1);
        assertThat(sent.err()).contains("the token does not allow this; see ./troupe token --allow");
        assertThat(purged.code()).isEqualTo(1);
    }

    @Test
    void worksWithTokenAndTls() throws Exception {
        assertThat(cluster.uri()).startsWith("https://");

        var sent = run("operator", List.of("send", "notes/tls", "notes.Add", TEA, "--settled"));
        var asked = run("operator", List.of("ask", "notes/tls", "notes.Read", "{}", "--json"));
        var letters = run("operator", List.of("dead-letters", "list"));

        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(asked.text()).isEqualTo("{\"texts\":[\"tea\"]}");
        assertThat(letters.code()).as(letters.err()).isZero();
    }

    @Test
    void trustsNobodyWithoutItsAuthority() throws Exception {
        var untrusted = NotesCluster.execute(List.of("topics", "--node", cluster.uri()));
        var noAuthority = NotesCluster.execute(List.of(
                "topics", "--node", cluster.uri(), "--ca", token("operator").toString()));
        var inTheClear =
                NotesCluster.execute(List.of("topics", "--node", cluster.uri().replace("https", "http")));

        assertThat(untrusted.code()).isEqualTo(1);
        assertThat(untrusted.err()).startsWith("troupe: TLS with https").contains("is --ca right?");
        assertThat(noAuthority.code()).isEqualTo(2);
        assertThat(noAuthority.err()).contains("(expected: certificates in PEM)");
        assertThat(inTheClear.code()).isEqualTo(1);
        assertThat(inTheClear.err()).contains("is it http, not https or gRPC?");
    }

    private static Ran run(String token, List<String> command) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--node", cluster.uri(), "--wait", "60"));
        all.addAll(List.of("--ca", directory.resolve("made").resolve("ca.pem").toString()));
        if (!token.isEmpty()) {
            all.addAll(List.of("--token-file", token(token).toString()));
        }
        return NotesCluster.execute(all);
    }

    private static Path token(String token) throws Exception {
        return Files.writeString(directory.resolve(token + ".token"), token + "\n");
    }

    private static Path certificates() throws Exception {
        var made = directory.resolve("made");
        var log = directory.resolve("made.log");
        var script = new ProcessBuilder("sh", "../scripts/make-test-certificates", made.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = script.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return made;
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
