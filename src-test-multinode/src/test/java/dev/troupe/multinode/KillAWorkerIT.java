package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node dies under traffic. */
class KillAWorkerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void settlesEveryMessageThatWasAccepted() throws Exception {
        var runtime = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1", "w2");
        var traffic = new Traffic(runtime, AGENTS);
        var victim = workers.get(jvms.random().nextInt(workers.size()));
        try {
            traffic.start(4, jvms.seed());
            await("traffic").atMost(PATIENCE).until(() -> traffic.settledCount() >= 5_000);

            jvms.event(victim.name(), "kill, " + traffic.sentCount() + " sent");
            victim.kill();
            long settled = traffic.settledCount();
            await("node removed").atMost(PATIENCE).until(() -> runtime.members() == workers.size());
            jvms.event(victim.name(), "removed, " + traffic.sentCount() + " sent");
            long sent = traffic.sentCount();
            await("traffic after it")
                    .atMost(PATIENCE)
                    .until(() -> traffic.sentCount() >= sent + 5_000 && traffic.settledCount() >= settled + 5_000);

            jvms.event("test", "stop sending, " + traffic.sentCount() + " sent");
            var messages = traffic.settle();
            jvms.event("test", "everything settled");
            var audit = new Audit(messages, jvms.nodes());
            audit.print("kill a worker", traffic);
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
