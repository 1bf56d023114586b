package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is said to be stored outlives the node that said so, and all nodes. */
class DurableSendKillIT {
    private static final int AGENTS = 20;
    private static final int MESSAGES = 400;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void appliesOnceWhatIsStoredThoughItsSenderIsKilledAtOnce() {
        jvms.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
        var survivor = jvms.startWorker("w0");
        jvms.startWorker("w1");
        var sender = jvms.startWorker("w2");

        send(sender);
        sender.kill();

        eachIsAppliedOnceAndKnownToBe(survivor);
    }

    @Test
    void appliesOnceWhatIsStoredThoughAllNodesAreKilled() throws Exception {
        try (var postgres = Postgres.start()) {
            jvms.storeIn(Postgres.config(postgres.createDatabase("sends")));
            var first = List.of(jvms.startWorker("w0"), jvms.startWorker("w1"));

            send(first.get(1));
            first.forEach(NodeProcess::kill);
            var second = jvms.startWorker("w2");
            jvms.startWorker("w3");

            eachIsAppliedOnceAndKnownToBe(second);
        }
    }

    private void send(NodeProcess sender) {
        assertThat(sender.command("store run " + AGENTS + " " + MESSAGES)).isEqualTo("STORED");
        jvms.event(sender, MESSAGES + " messages stored");
        assertThat(sender.command("fates run " + (MESSAGES - 1) + " 1"))
                .as("the last one, which waits for an agent that is busy")
                .isIn("{[]=1}", "{[STORED]=1}");
    }

    private void eachIsAppliedOnceAndKnownToBe(NodeProcess node) {
        await("fates")
                .atMost(Jvms.PATIENCE)
                .untilAsserted(() -> assertThat(node.command("fates run 0 " + MESSAGES))
                        .isEqualTo("{[PROCESSED]=" + MESSAGES + "}"));
        for (int agent = 0; agent < AGENTS; agent++) {
            int first = agent;
            var expected = IntStream.range(0, MESSAGES)
                    .filter(number -> number % AGENTS == first)
                    .boxed()
                    .toList();
            assertThat(node.command("numbers " + agent + " run"))
                    .as("numbers of agent %d, in their order", agent)
                    .isEqualTo(expected.toString());
        }
    }
}
