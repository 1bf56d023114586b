package dev.troupe.node;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two nodes of one cluster in this JVM, and the command line that asks the first of them. */
final class NotesCluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How a command ended. */
    record Ran(int code, List<String> out, String err) {
        String text() {
            return String.join("\n", out);
        }
    }

    final RunningNode first;
    final RunningNode second;

    private NotesCluster(RunningNode first, RunningNode second) {
        this.first = first;
        this.second = second;
    }

    /** @param directory for the store */
    static NotesCluster start(Path directory, String more) {
        String store = "troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"\n";
        var first = node(store + more);
        var second = node(
                store + more + "troupe.cluster.join = [\"" + first.runtime().address() + "\"]");
        await().atMost(PATIENCE)
                .until(() -> first.runtime().members().stream()
                                .filter(member -> member.status().equals("up"))
                                .count()
                        == 2);
        return new NotesCluster(first, second);
    }

    private static RunningNode node(String more) {
        return RunningNode.start(
                ConfigFactory.parseString(
                        "troupe { cluster.port = 0, management.http.port = 0, agents.retry.max-attempts = 1 }\n"
                                + more),
                List.of(NotesAgent.definition()));
    }

    String uri() {
        return first.management().orElseThrow().uri();
    }

    /** Runs a command that asks the first node. */
    Ran run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--node", uri(), "--wait", "60"));
        return execute(all);
    }

    /** Runs a command as it is. */
    static Ran execute(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Ran(code, out.toString().lines().toList(), err.toString().strip());
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
