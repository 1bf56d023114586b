package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.node.remote.ClusterCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A node that is told to leave its cluster for another one, in a process of its own as the other one is. */
class ClusterJoinIT {
    private static final String READY = "ready (\\S+) .*management=(\\S+)";
    private static final Pattern REPORT = Pattern.compile("(?m)^drained in .*$");

    @TempDir
    private Path directory;

    private record Ran(int code, String out, String err) {}

    @Test
    void leavesItsClusterAndJoinsTheOther() throws Exception {
        try (var stays = start("join-stays");
                var goes = start("join-goes")) {
            var other = stays.awaitPrinted(Pattern.compile(READY));
            var before = goes.awaitPrinted(Pattern.compile(READY));

            var nobody = run("join", "127.0.0.1:1", "--node", before.group(2));
            var itself = run("join", before.group(1), "--node", before.group(2));
            var wrong = run("join", "nowhere", "--node", before.group(2));
            var joined = run("join", other.group(1), "--node", before.group(2), "--wait", "60");

            assertThat(nobody.code()).as(nobody.out()).isEqualTo(1);
            assertThat(nobody.err()).contains("nothing listens at 127.0.0.1:1 (expected: a node of another cluster");
            assertThat(itself.err())
                    .contains("is in the same cluster as")
                    .contains("(expected: a node of another one)");
            assertThat(wrong.err()).contains("to: 'nowhere' (expected: HOST:PORT of a node of another cluster)");
            assertThat(joined.code()).as(joined.err() + goes.printed()).isZero();
            assertThat(joined.out()).contains("drained in ").contains("; it joins " + other.group(1));

            var after = goes.awaitPrinted(Pattern.compile("(?s)joins " + Pattern.quote(other.group(1)) + ".*" + READY));
            var status = run("status", "--node", other.group(2), "--wait", "60");
            assertThat(status.code()).as(status.out()).isZero();
            assertThat(status.out()).contains(other.group(1), after.group(1));
            goes.terminate();
            assertThat(goes.awaitExit()).as(goes.printed()).isZero();
            assertThat(REPORT.matcher(goes.printed()).results())
                    .as("once of each cluster")
                    .hasSize(2);
        }
    }

    private MainProcess start(String name) {
        String store = "troupe.store.embedded.file=\"" + directory.resolve(name + ".db") + "\"";
        return MainProcess.start(
                name, List.of("node", "--modules", "none", "--port", "0", "--management-port", "0", "--set", store));
    }

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new ClusterCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            command.getErr().println(thrown.getMessage());
            return 1;
        });
        return new Ran(line.execute(arguments), out.toString(), err.toString());
    }
}
