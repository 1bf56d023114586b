package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** All nodes die at once, in the middle of something; so do those that start next, as they come back; others go on. */
class WholeClusterKillIT {
    private static final int CHAINS = 8;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void durableAgentsComeBackUnaskedAndFinishWhatTheyHadOpen() throws Exception {
        jvms.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");

        comeBackAndFinish("file");
    }

    @Test
    void soTheyDoWithPostgresql() throws Exception {
        try (var postgres = Postgres.start()) {
            jvms.storeIn(Postgres.config(postgres.createDatabase("whole")));

            comeBackAndFinish("PostgreSQL");
        }
    }

    private void comeBackAndFinish(String store) throws Exception {
        var first = List.of(startNode("w0"), startNode("w1"));
        for (int chain = 0; chain < CHAINS; chain++) {
            assertThat(first.get(chain % 2).command("chain head-" + chain)).isEqualTo("PROCESSED");
        }
        awaitSteps(first, "asked-early", "holds");

        first.forEach(NodeProcess::kill);
        assertThat(steps(first))
                .as("done before the end")
                .noneMatch(step -> step.matches(".* (due|held|answered-early)"));
        long killed = System.currentTimeMillis();
        Files.createFile(ChainAgent.gate(first.get(0).trace()));
        var second = List.of(startNode("w2"), startNode("w3"));
        second.forEach(NodeProcess::kill); // their agents read what is stored, or go on already
        var third = List.of(startNode("w4"), startNode("w5"));
        long started = System.currentTimeMillis();
        List<NodeProcess> later = Stream.concat(second.stream(), third.stream()).toList();
        awaitSteps(later, "told-late", "held"); // nobody speaks to them

        System.out.printf(
                "all nodes killed, %s: ready again after %d ms, all chains at their ends %d ms later%n",
                store, started - killed, System.currentTimeMillis() - started);
        // What the second ones have done, and not stored, the third ones do again.
        await().atMost(Jvms.PATIENCE).untilAsserted(() -> allAreAtTheirEnds(third));
    }

    private static void allAreAtTheirEnds(List<NodeProcess> nodes) {
        for (int chain = 0; chain < CHAINS; chain++) {
            assertThat(stepsOf("head-" + chain, nodes))
                    .startsWith("started")
                    .containsExactlyInAnyOrder("started", "due", "heard-early", "heard-late")
                    .containsSubsequence("due", "heard-late");
            assertThat(stepsOf("teller-" + chain, nodes))
                    .containsExactlyInAnyOrder("asked-early", "answered-early", "asked-late", "answered-late");
            assertThat(stepsOf("sink-" + chain, nodes)).containsExactlyInAnyOrder("told-early", "told-late");
            assertThat(stepsOf("held-" + chain, nodes)).containsExactly("held");
        }
    }

    private NodeProcess startNode(String name) {
        return jvms.start(name, LedgerAgent.ROLE, ChainAgent.TYPE.name());
    }

    /** Waits until there was one of each of these steps in every chain. */
    private void awaitSteps(Collection<? extends Node> nodes, String... steps) {
        for (String step : steps) {
            await(step)
                    .atMost(Jvms.PATIENCE)
                    .untilAsserted(() -> assertThat(steps(nodes))
                            .filteredOn(each -> each.endsWith(" " + step))
                            .hasSize(CHAINS));
        }
    }

    private static Set<String> steps(Collection<? extends Node> nodes) {
        return nodes.stream()
                .flatMap(node -> Trace.read(node.trace()).stream())
                .map(line -> line.message().agent() + " " + line.message().run())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> stepsOf(String agent, List<NodeProcess> nodes) {
        return List.of(nodes.get(0).command("steps " + agent).split(",", -1));
    }
}
