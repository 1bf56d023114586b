package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.cluster.ClusterRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node dies under traffic. */
class KillAWorkerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void settlesEveryMessageWhenTheOldestWorkerDies() throws Exception {
        var runtime = jvms.startHere(LedgerAgent.definition());
        List<NodeProcess> workers = new ArrayList<>(jvms.startWorkers("w0"));
        workers.addAll(jvms.startWorkers("w1", "w2"));

        // It also decides which node hosts which agent.
        killUnderTraffic(runtime, workers, workers.get(0));
    }

    @Test
    void settlesEveryMessageWhenAYoungerWorkerDies() throws Exception {
        var runtime = jvms.startHere(LedgerAgent.definition());
        List<NodeProcess> workers = new ArrayList<>(jvms.startWorkers("w0"));
        workers.addAll(jvms.startWorkers("w1", "w2"));

        killUnderTraffic(runtime, workers, workers.get(1 + jvms.random().nextInt(2)));
    }

    private void killUnderTraffic(ClusterRuntime runtime, List<NodeProcess> workers, NodeProcess victim)
            throws Exception {
        var traffic = new Traffic(runtime, AGENTS);
        try {
            traffic.wake();
            traffic.start(4, jvms.seed());
            await("traffic").atMost(PATIENCE).until(() -> traffic.settledCount() >= 5_000);

            jvms.event(victim.name(), "kill, " + traffic.sentCount() + " sent");
            victim.kill();
            long settled = traffic.settledCount();
            await("node removed")
                    .atMost(PATIENCE)
                    .until(() -> runtime.status().members().size() == workers.size());
            jvms.event(victim.name(), "removed, " + traffic.sentCount() + " sent");
            long sent = traffic.sentCount();
            await("traffic after it")
                    .atMost(PATIENCE)
                    .until(() -> traffic.sentCount() >= sent + 5_000 && traffic.settledCount() >= settled + 5_000);

            jvms.event("test", "stop sending, " + traffic.sentCount() + " sent");
            var messages = traffic.settle();
            jvms.event("test", "everything settled");
            var audit = new Audit(messages, jvms.nodes());
            audit.print("kill " + victim.name(), traffic);
            assertThat(audit.agentsOn(victim)).as("agents that died").isNotEmpty();
            audit.everythingIsProcessed();
            audit.everyActivationIsInOrder();
            audit.whoStayedHasEverythingOnce();
            audit.memoryMatches(runtime);
            assertThat(runtime.deadLetters().list()).isEmpty();
        } finally {
            traffic.stop();
        }
    }
}
