package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import dev.troupe.node.NotesCluster.Ran;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a running node, against two nodes. */
class RemoteCommandsIT {
    private static final String ADD = "notes.Add";
    private static final String TEA = "{\"text\":\"tea\"}";
    private static final String FAILS = "{\"text\":\"\"}";

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static NotesCluster cluster;

    @BeforeAll
    static void start() {
        cluster = NotesCluster.start(directory, "");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void sendsAndTellsWhatBecameOfIt() {
        var sent = run("send", "notes/sent", ADD, TEA, "--json");
        String id = json(sent.out().get(0)).path("messageId").asText();
        var settled = run("send", "notes/sent", ADD, TEA, "--settled");

        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(json(sent.out().get(0)).path("outcome").asText()).isEqualTo("STORED");
        assertThat(settled.text()).contains("outcome  PROCESSED", "at       notes/sent: PROCESSED, attempts 1");
        await().atMost(NotesCluster.PATIENCE).untilAsserted(() -> {
            assertThat(run("message", id).text()).contains("message  " + id, "outcome  PROCESSED");
            assertThat(json(run("message", id, "--json").text())
                            .path("messageId")
                            .asText())
                    .isEqualTo(id);
        });
        assertFailed(run("message", "nobody-sent-this"), 1, "message: 'nobody-sent-this'");
        assertFailed(run("message", ""), 2, "ID: '' (expected: an id");
    }

    @Test
    void takesTheSameKeyForTheSameMessage() {
        run("send", "notes/key", ADD, TEA, "--idempotency-key", "1", "--settled");
        run("send", "notes/key", ADD, TEA, "--idempotency-key", "1", "--settled");

        assertThat(read("notes/key")).isEqualTo("[\"tea\"]");
        assertFailed(run("send", "notes/key", ADD, "{\"text\":\"milk\"}", "--idempotency-key", "1"), 1, "expected:");
    }

    @Test
    void readsJsonFromAnArgumentAFileAndTheStandardInput() throws Exception {
        var file = Files.writeString(directory.resolve("note.json"), "{\"text\":\"file\"}");
        var in = System.in;

        assertThat(run("send", "notes/a/b", ADD, TEA, "--settled").code()).isZero();
        assertThat(run("send", "notes/a/b", ADD, "@" + file, "--settled").code())
                .isZero();
        try {
            System.setIn(new ByteArrayInputStream("{\"text\":\"input\"}".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("send", "notes/a/b", ADD, "-", "--settled").code()).isZero();
        } finally {
            System.setIn(in);
        }

        assertThat(read("notes/a/b")).isEqualTo("[\"tea\",\"file\",\"input\"]");
        assertFailed(run("send", "notes/a", ADD, "{\"text\""), 2, "json:");
        assertFailed(run("send", "notes/a", ADD, "@" + file + ".not"), 2, "(expected: a file that can be read)");
    }

    @Test
    void saysWhatIsWrongWithAMessage() {
        assertFailed(run("send", "notes", ADD, TEA), 2, "agent id: 'notes' (expected: type/key)");
        assertFailed(run("send", "nots/a", ADD, TEA, "--settled"), 1, "agent type: 'nots' (expected: one of [notes]");
        assertFailed(run("send", "notes/a", "notes.Drop", TEA), 2, "message type 'notes.Drop' (expected: one of [");
        assertFailed(run("send", "notes/a", ADD, "{\"text\":[]}"), 2, "notes.Add");
        assertFailed(run("send", "notes/a", ADD), 2, "JSON");
        assertFailed(run("send", "notes/fails", ADD, FAILS, "--settled"), 1, "text: \"\" (expected: not empty)");
    }

    @Test
    void asks() {
        run("send", "notes/asked", ADD, TEA, "--settled");

        var people = run("ask", "notes/asked", "notes.Read", "{}", "--timeout", "10s");
        var program = run("ask", "notes/asked", "notes.Read", "{}", "--json");

        assertThat(people.out()).containsExactly("{", "  \"texts\" : [ \"tea\" ]", "}");
        assertThat(program.out()).containsExactly("{\"texts\":[\"tea\"]}");
        assertFailed(
                run("ask", "notes/asked", ADD, TEA), 2, "message type 'notes.Add' (expected: one of [notes.Read])");
        assertFailed(
                run("ask", "notes/asked", "notes.Read", "{}", "--timeout", "soon"), 2, "timeout: 'soon' (expected: ");
        assertFailed(run("ask", "unknown/asked", "notes.Read", "{}"), 1, "agent type: 'unknown'");
    }

    @Test
    void listsAgentsOfAllNodes() {
        for (int key = 0; key < 30; key++) {
            run("send", "notes/listed-" + key, ADD, TEA, "--settled");
        }

        var all = run("agents", "list", "--type", "notes", "--key-prefix", "listed-", "--all", "--json");
        var some = run("agents", "list", "--key-prefix", "listed-", "--limit", "7");
        var none = run("agents", "list", "--type", "unknown", "--json");

        assertThat(all.out()).hasSize(30);
        assertThat(all.out().stream()
                        .map(line -> json(line).path("node").asText())
                        .distinct())
                .hasSize(2);
        assertThat(some.out()).hasSize(9);
        assertThat(some.out().get(0)).matches("AGENT +NODE +IDLE");
        assertThat(some.out().get(1)).matches("notes/listed-0 +127.0.0.1:\\d+ +\\d+s");
        assertThat(some.out().get(8)).isEqualTo("There are more: --limit N, or --all");
        assertThat(none.out()).isEmpty();
        assertFailed(run("agents", "list", "--limit", "0"), 2, "--limit: 0 (expected: >= 1)");
        assertFailed(run("agents", "list", "--limit", "few"), 2, "'few' is not an int");
        assertFailed(
                NotesCluster.execute(List.of("agents")),
                2,
                "agents: no command (expected: one of [history, list, passivate, show])");
    }

    @Test
    void showsAnAgentAndWhatItHasDone() {
        run("send", "notes/shown", ADD, TEA, "--settled");
        run("send", "notes/shown", ADD, "{\"text\":\"milk\"}", "--settled");

        var shown = run("agents", "show", "notes/shown");
        var history = run("agents", "history", "notes/shown");
        var lines = run("agents", "history", "notes/shown", "--json");
        int first = json(lines.out().get(0)).path("turn").asInt();

        assertThat(shown.text()).contains("agent    notes/shown", "durable  yes", "loaded   127.0.0.1:");
        assertThat(json(run("agents", "show", "notes/shown", "--json").text()).path("loaded"))
                .hasSize(1);
        assertThat(lines.out()).hasSize(2);
        assertThat(json(lines.out().get(1)).path("after").path("texts")).hasSize(2);
        assertThat(history.text())
                .contains(
                        "turn " + first + "  20",
                        "  notes.Add {\"text\":\"tea\"}",
                        "  before    none",
                        "  after     {\"texts\":[\"tea\"]}",
                        "  from      outside  id ");
        assertThat(run("agents", "history", "notes/shown", "--limit", "1", "--from", "1")
                        .text())
                .contains("There is more: --from ");
        assertFailed(run("agents", "show", "notes/unknown"), 1, "agent: 'notes/unknown' is not loaded, and nothing is");
        assertFailed(run("agents", "history", "notes/unknown"), 1, "nothing is stored for notes/unknown (expected: ");
        assertFailed(run("agents", "history", "notes/shown", "--limit", "201"), 2, "limit: '201' (expected: 1 to 200)");
        assertFailed(run("agents", "show", "notes"), 2, "agent id: 'notes' (expected: type/key)");
    }

    @Test
    void unloadsAnAgent() {
        run("send", "notes/unloaded", ADD, TEA, "--settled");

        var asked = run("agents", "passivate", "notes/unloaded");

        assertThat(asked.text()).startsWith("notes/unloaded is asked to unload at 127.0.0.1:");
        await().atMost(NotesCluster.PATIENCE)
                .untilAsserted(
                        () -> assertThat(run("agents", "show", "notes/unloaded").text())
                                .contains("loaded   nowhere; the next message loads it"));
        assertFailed(run("agents", "passivate", "notes/unloaded"), 1, "'notes/unloaded' is not loaded (expected: ");
        assertFailed(run("agents", "passivate", "/x"), 2, "agent type: '' (expected: ");
    }

    @Test
    void subscribesPublishesAndListens() throws Exception {
        assertThat(run("publish", "heard/ann", ADD, TEA).text()).contains("outcome  NO_RECIPIENTS");
        assertThat(run("subscriptions", "add", "heard", "notes").text()).isEqualTo("added: notes and heard");
        assertFailed(run("subscriptions", "add", "heard", "notes"), 1, "(expected: one that is not there)");
        assertThat(run("subscriptions", "add", "heard.*", "notes").code()).isZero();
        assertThat(run("subscriptions", "list").out())
                .anyMatch(line -> line.matches("heard +notes"))
                .anyMatch(line -> line.matches("heard\\.\\* +notes"));
        assertThat(run("subscriptions", "list", "--json").out())
                .contains("{\"topicType\":\"heard\",\"agentType\":\"notes\"}");
        assertThat(run("topics").out()).anyMatch(line -> line.matches("heard +notes"));
        assertThat(json(run("topics", "--json").text())
                        .path("topics")
                        .path("heard")
                        .path(0)
                        .asText())
                .isEqualTo("notes");

        var published = run("publish", "heard/ann", ADD, TEA, "--settled", "--json");
        assertThat(json(published.text())
                        .path("receipts")
                        .path(0)
                        .path("recipient")
                        .asText())
                .isEqualTo("notes/ann");
        listensToWhatIsPublished();

        assertThat(run("subscriptions", "remove", "heard.*", "notes").text()).isEqualTo("removed: notes and heard.*");
        assertFailed(run("subscriptions", "remove", "heard.*", "notes"), 1, "(expected: one of GET /v1/subscriptions)");
        assertFailed(run("subscriptions", "remove", "heard"), 2, "AGENT_TYPE");
        assertFailed(run("publish", "heard", ADD, TEA), 2, "topic id: 'heard' (expected: type/source)");
        assertFailed(run("listen", "heard"), 2, "topic id: 'heard' (expected: type/source)");
        assertFailed(run("listen", "heard/ann", "--limit", "0"), 2, "--limit: 0 (expected: >= 1)");
    }

    private static void listensToWhatIsPublished() throws Exception {
        var people = CompletableFuture.supplyAsync(() -> run("listen", "heard/bob", "--limit", "2"));
        var program = CompletableFuture.supplyAsync(() -> run("listen", "heard/bob", "--limit", "2", "--json"));
        await().atMost(NotesCluster.PATIENCE).until(() -> {
            run("publish", "heard/bob", ADD, TEA); // nobody hears that it is heard, so until both have
            return people.isDone() && program.isDone();
        });

        assertThat(people.get(1, TimeUnit.SECONDS).out())
                .containsExactly("notes.Add {\"text\":\"tea\"}", "notes.Add {\"text\":\"tea\"}");
        assertThat(program.get(1, TimeUnit.SECONDS).code()).isZero();
        assertThat(json(program.get().out().get(0)).path("dataschema").asText()).isEqualTo(ADD);
    }

    @Test
    void looksAfterDeadLetters() {
        run("send", "notes/dead", ADD, FAILS, "--settled");
        run("send", "notes/dead", ADD, FAILS, "--settled");

        var list = run("dead-letters", "list", "--all");
        var ids = idsOf("notes/dead");
        var shown = run("dead-letters", "show", ids.get(0));

        assertThat(ids).hasSize(2);
        assertThat(list.out().get(0)).matches("AT +RECIPIENT +TYPE +ATTEMPTS +FAILURE +NODE +ID");
        assertThat(list.text()).contains("notes/dead", "HANDLER_ERROR", ids.get(0));
        assertThat(shown.text())
                .contains("recipient  notes/dead", "failure    HANDLER_ERROR: ", "payload    {\"text\":\"\"}");
        assertThat(json(run("dead-letters", "show", ids.get(0), "--json").text())
                        .has("letter"))
                .isTrue();
        assertThat(run("dead-letters", "resend", ids.get(0)).text()).contains("outcome  STORED");
        await().atMost(NotesCluster.PATIENCE).until(() -> idsOf("notes/dead").size() == 2); // it has failed again

        assertFailed(run("dead-letters", "purge", ids.get(1)), 2, "not confirmed (expected: yes, or --yes)");
        assertThat(run("dead-letters", "purge", ids.get(1), "--yes").text()).isEqualTo("purged: 1");
        assertFailed(run("dead-letters", "show", ids.get(1)), 1, "dead letter: '" + ids.get(1) + "'");
        assertFailed(run("dead-letters", "resend", ids.get(1)), 1, "dead letter: '" + ids.get(1) + "'");
        assertFailed(run("dead-letters", "purge", "unknown", "--yes"), 1, "dead letter: 'unknown'");
        assertFailed(
                run("dead-letters", "purge", "--yes"), 2, "ID: [] (expected: ids of 'dead-letters list', or --all)");
        assertThat(json(run("dead-letters", "purge", "--all", "--yes", "--json").text())
                        .path("purged")
                        .asInt())
                .isPositive();
        assertThat(run("dead-letters", "list", "--json").out()).isEmpty();
    }

    @Test
    void looksAfterDeadLettersInTheMemoryOfOtherNodes() throws Exception {
        for (var node : List.of(cluster.first, cluster.second, cluster.second)) {
            node.runtime()
                    .send(NotesAgent.TYPE.ref("remembered"), new NotesAgent.Add(""))
                    .toCompletableFuture()
                    .get(NotesCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        String first = cluster.first.runtime().address();
        String second = cluster.second.runtime().address();

        var ids = idsOf("notes/remembered");
        var nodes = new ArrayList<String>();
        for (String id : ids) {
            nodes.add(json(run("dead-letters", "show", id, "--json").text())
                    .path("letter")
                    .path("node")
                    .asText());
        }

        assertThat(nodes).containsExactlyInAnyOrder(first, second, second);
        assertThat(run("dead-letters", "list").text()).contains(first, second);
        assertThat(run("dead-letters", "list", "--limit", "2").text()).contains("There are more: --limit N, or --all");
        String theirs = ids.get(nodes.indexOf(second));
        assertThat(run("dead-letters", "show", theirs).text())
                .contains("node       " + second, "payload    {\"text\":");
        assertThat(run("dead-letters", "resend", theirs).text()).contains("outcome  ACCEPTED");
        assertFailed(run("dead-letters", "show", theirs), 1, "dead letter: '" + theirs + "'");
        await().atMost(NotesCluster.PATIENCE)
                .until(() -> idsOf("notes/remembered").size() == 3); // it has failed again
        assertFailed(run("dead-letters", "show", "m.dl-1@127.0.0.1:1"), 1, "node: '127.0.0.1:1' (expected: one of [");

        for (String id : idsOf("notes/remembered")) {
            assertThat(run("dead-letters", "purge", id, "--yes").code()).isZero();
        }
        assertThat(cluster.second.runtime().deadLetters().list()).isEmpty();
    }

    private static List<String> idsOf(String recipient) {
        List<String> ids = new ArrayList<>();
        for (String line : run("dead-letters", "list", "--all", "--json").out()) {
            var letter = json(line);
            if (letter.path("recipient").asText().equals(recipient)) {
                ids.add(letter.path("id").asText());
            }
        }
        return ids;
    }

    @Test
    void saysWhatToDoWhereNoNodeIs() {
        var nothing = NotesCluster.execute(List.of("agents", "list", "--node", "http://127.0.0.1:1"));
        var wrong = NotesCluster.execute(List.of("agents", "list", "--node", "ftp://x"));

        assertFailed(
                nothing, 1, "nothing listens at http://127.0.0.1:1/ (expected: the management port of a node; see");
        assertFailed(wrong, 2, "--node: 'ftp://x' (expected: such as ");
    }

    private static String read(String agent) {
        return json(run("ask", agent, "notes.Read", "{}", "--json").text())
                .path("texts")
                .toString();
    }

    private static Ran run(String... arguments) {
        return cluster.run(arguments);
    }

    private static void assertFailed(Ran ran, int code, String error) {
        assertThat(ran.err()).startsWith("troupe: ").contains(error);
        assertThat(ran.err().lines().filter(line -> !line.startsWith("See 'troupe ")))
                .hasSize(1);
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    }

    private static JsonNode json(String text) {
        return Json.parse(text, JsonNode.class);
    }
}
