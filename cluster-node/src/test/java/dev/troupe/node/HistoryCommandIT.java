package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.JsonPayload;
import dev.troupe.cluster.ClusterRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster has stored, read by its nodes, and by the commands from the file itself. */
class HistoryCommandIT {
    private static final AgentId ACME = AgentId.of("till", "acme");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private record Ran(int code, List<String> out, String err) {}

    @Test
    void tellsTheSameOnANodeAndFromTheFile() throws Exception {
        try (var node = start("")) {
            pay(node, new TillAgent.Pay(50));
            pay(node, new TillAgent.Pay(100));
            pay(node, new TillAgent.PayLater(7));
            var total = node.ask(TillAgent.TYPE.ref("acme"), new TillAgent.Read(), PATIENCE)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);

            var turns = history(node, 1).turns();
            var running = run("agent", "history", "till", "acme", "--json");

            assertThat(total.cents()).isEqualTo(155);
            assertThat(turns).hasSize(4);
            assertThat(turns.get(1).before()).isEqualTo(turns.get(0).after());
            assertThat(turns.get(3).answer()).contains(new JsonPayload("till.Total", "{\"cents\":155}"));
            assertThat(turns.get(3).after())
                    .hasValueSatisfying(state -> assertThat(state).startsWith("{\"cents\":155,"));
            assertThat(running.code).as(running.err).isZero();
            assertThat(running.out).isEqualTo(lines(turns));
        }

        var stopped = run("agent", "history", "till/acme", "--from", "2", "--limit", "1");
        assertThat(stopped.out)
                .hasSize(5)
                .contains("  from      outside  id " + id(stopped.out), "There is more: --from 3");
        // The first entry says that a life begins.
        assertThat(run("agent", "history", "till", "acme", "--at", "2").out)
                .singleElement()
                .asString()
                .startsWith("{\"cents\":50,");
        assertThat(run("agent", "history", "till", "acme", "--at", "1000").out)
                .singleElement()
                .asString()
                .startsWith("{\"cents\":155,");
        assertNoDifferenceToTheCodeThatWasButToTodays();
    }

    private void assertNoDifferenceToTheCodeThatWasButToTodays() {
        var then = run("replay", "till", "acme", "--modules", "till-then");
        assertThat(then.out)
                .as(then.err)
                .containsExactly(
                        "turn 4: taken as stored: its turn awaits what is outside: not replayable",
                        "no difference: till/acme, 3 turns run again, 1 taken as stored");
        assertThat(then.code).isZero();

        var today = run("replay", "till", "acme", "--modules", "till-today");
        assertThat(today.code).isEqualTo(1);
        assertThat(today.out).as(today.err).hasSize(3);
        assertThat(today.out.get(0)).isEqualTo("turn 3: difference in state after");
        assertThat(today.out.get(1)).startsWith("  stored  {\"cents\":148,");
        assertThat(today.out.get(2)).startsWith("  today   {\"cents\":147,");
    }

    @Test
    void beginsWhereTheHistoryIsKeptAndSaysSo() throws Exception {
        try (var node = start("troupe.durable { snapshot-every = 5, keep-snapshots = 1, keep-history = off }")) {
            var history = history(node, 1);
            for (int cents = 1; history.keptFrom() == 1; cents++) {
                assertThat(cents).as("payments of which all are kept").isLessThan(200);
                pay(node, new TillAgent.Pay(1));
                history = history(node, 1);
            }
        }

        var text = run("agent", "history", "till", "acme");
        var json = run("agent", "history", "till", "acme", "--json", "--limit", "1");
        var replayed = run("replay", "till", "acme", "--modules", "till-today");
        var gone = run("agent", "history", "till", "acme", "--at", "1");

        assertThat(text.out.get(0)).matches("The history of till/acme is kept from turn \\d+ on; .*");
        assertThat(text.out.get(3)).as("the state of the snapshot").matches("  before +\\{\"cents\":\\d+,.*");
        assertThat(json.out.get(0)).matches("\\{\"agent\":\"till/acme\",\"keptFrom\":\\d+\\}");
        assertThat(replayed.out).singleElement().asString().startsWith("no difference: till/acme");
        assertThat(gone.code).isEqualTo(1);
        assertThat(gone.err).contains("turn 1 of till/acme is not stored any more");
    }

    @Test
    void saysThatNothingIsThereAndMakesNothing() throws Exception {
        var noStore = run("agent", "history", "till", "acme");
        var made = files();
        try (var node = start("")) {
            pay(node, new TillAgent.Pay(1));
        }
        var noKey = run("agent", "history", "till", "nobody");
        var noReplay = run("replay", "till", "nobody", "--modules", "till-then");
        var noType = run("replay", "unknown", "acme", "--modules", "till-then");
        var noRange = run("agent", "history", "till", "acme", "--limit", "0");

        assertThat(made).isEmpty();
        assertThat(noStore.code).isEqualTo(1);
        assertThat(noStore.err).startsWith("troupe: store: file ").contains("there is none");
        assertThat(noKey.code).isEqualTo(1);
        assertThat(noKey.err.strip())
                .isEqualTo("troupe: nothing is stored for till/nobody (expected: type and key of a durable agent)");
        assertThat(noReplay.code).isEqualTo(1);
        assertThat(noReplay.err).isEqualTo(noKey.err);
        assertThat(noType.code).isEqualTo(2);
        assertThat(noType.err.strip()).isEqualTo("troupe: agent type: 'unknown' (expected: one of [till])");
        assertThat(noRange.code).isEqualTo(2);
        assertThat(run("agent", "history", "till").err).contains("agent id: 'till' (expected: type/key)");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String id(List<String> out) {
        return out.get(1).replaceAll(".* id ", "");
    }

    private static List<String> lines(List<HistoryEntry> turns) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        turns.forEach(turn -> new JsonLines(out).turn(ACME, turn));
        out.flush();
        return text.toString().lines().toList();
    }

    private static void pay(ClusterRuntime node, TillAgent.Command payment) throws Exception {
        var receipt = node.send(TillAgent.TYPE.ref("acme"), payment)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(receipt.processed()).isTrue();
    }

    private static AgentHistory history(ClusterRuntime node, long from) throws Exception {
        return node.history(ACME, from, 100).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private ClusterRuntime start(String settings) {
        var config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseString("troupe.cluster.port = 0\n" + store()));
        return ClusterRuntime.start(config, List.of(TillAgent.definition(2)));
    }

    private String store() {
        return "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"";
    }

    private Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", store()));
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ran(code, out.toString().lines().toList(), err.toString());
    }
}
