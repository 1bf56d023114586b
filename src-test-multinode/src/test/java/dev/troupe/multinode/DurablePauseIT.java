package dev.troupe.multinode;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node with durable agents stops for a while, and still takes their lives for the only ones when it goes on. */
class DurablePauseIT {
    private static final int AGENTS = 50;
    private static final Duration PAUSE = Duration.ofSeconds(20);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void countsNothingTwiceThoughAPausedNodeStillHasItsAgentsWhenItWakes() throws Exception {
        try (var postgres = Postgres.start()) {
            String url = postgres.createDatabase("pause");
            jvms.storeIn(Postgres.config(url));
            jvms.startHere(LedgerAgent.definition().durable());
            var workers = jvms.startWorkers("w0", "w1");
            var paused = workers.get(jvms.random().nextInt(2));
            var survivors = jvms.nodes();
            survivors.remove(paused);
            jvms.wakeAgents(AGENTS);
            jvms.sendFrom(jvms.nodes(), AGENTS);

            jvms.pauseUntilGivenUp(paused, survivors, PAUSE);
            jvms.awaitProgress(survivors, 200);
            jvms.settle(survivors);

            var audit = DurableAudit.of(jvms, AGENTS, url);
            audit.print("pause " + paused + ", PostgreSQL", survivors);
            System.out.printf("%s: %d turns not stored after it woke%n", paused, turnsRefused(paused));
            audit.check(survivors);
        }
    }

    private static long turnsRefused(NodeProcess node) {
        return node.lastLines(Integer.MAX_VALUE).stream()
                .filter(line -> line.contains("Failed to persist event type [dev.troupe.journal.TurnRecord]"))
                .count();
    }
}
