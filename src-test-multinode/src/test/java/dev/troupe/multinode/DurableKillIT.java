package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with durable agents die under traffic. All nodes send, so what dies is a sender, too. */
class DurableKillIT {
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void countsEachMessageOnceWhenAYoungerWorkerAndThenTheOldestDieThatShareAFile() throws Exception {
        var file = directory.resolve("store.db");
        jvms.storeIn("troupe.store.embedded.file = \"" + file + "\"");
        jvms.startHere(LedgerAgent.definition().durable());
        var oldest = jvms.startWorker("w0");
        var younger = jvms.startWorkers("w1", "w2").get(jvms.random().nextInt(2));
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        kill(younger);
        kill(oldest);

        eachMessageCountsOnce("kill " + younger + ", then " + oldest + ", file", "jdbc:sqlite:" + file);
    }

    @Test
    void countsEachMessageOnceWhenTheOldestWorkerDiesWithPostgresql() throws Exception {
        try (var postgres = Postgres.start()) {
            String url = postgres.createDatabase("kill");
            jvms.storeIn(Postgres.config(url));
            jvms.startHere(LedgerAgent.definition().durable());
            var oldest = jvms.startWorker("w0");
            jvms.startWorker("w1");
            jvms.wakeAgents(AGENTS);
            jvms.sendFrom(jvms.nodes(), AGENTS);

            kill(oldest);

            eachMessageCountsOnce("kill " + oldest + ", PostgreSQL", url);
        }
    }

    private void kill(NodeProcess victim) {
        List<Node> survivors = new ArrayList<>(jvms.living());
        survivors.remove(victim);
        jvms.event(victim, "kill");
        victim.kill();
        jvms.awaitMembers(survivors);
        jvms.awaitProgress(survivors, 500);
    }

    private void eachMessageCountsOnce(String scenario, String url) throws Exception {
        var survivors = jvms.living();
        jvms.settle(survivors);
        var audit = DurableAudit.of(jvms, AGENTS, url);
        audit.print(scenario, survivors);
        audit.check(survivors);
        assertThat(jvms.runtime().deadLetters().list()).isEmpty();
    }
}
