package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node leaves under traffic, as in a rolling restart. */
class GracefulLeaveIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void movesAgentsWithoutADeadLetter() throws Exception {
        var runtime = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1", "w2");
        var traffic = new Traffic(runtime, AGENTS);
        var leaver = workers.get(jvms.random().nextInt(workers.size()));
        try {
            traffic.wake();
            traffic.start(4, jvms.seed());
            await("traffic").atMost(PATIENCE).until(() -> traffic.settledCount() >= 5_000);

            jvms.event(leaver.name(), "leave, " + traffic.sentCount() + " sent");
            leaver.stop();
            jvms.event(leaver.name(), "left, " + traffic.sentCount() + " sent");
            assertThat(leaver.exitValue()).as("exit value").isZero();
            long sent = traffic.sentCount();
            long settled = traffic.settledCount();
            await("traffic after it")
                    .atMost(PATIENCE)
                    .until(() -> traffic.sentCount() >= sent + 5_000 && traffic.settledCount() >= settled + 5_000);

            var messages = traffic.settle();
            jvms.event("test", "everything settled");
            var audit = new Audit(messages, jvms.nodes());
            audit.print("graceful leave", traffic);
            assertThat(audit.agentsOn(leaver)).as("agents that moved").isNotEmpty();
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
