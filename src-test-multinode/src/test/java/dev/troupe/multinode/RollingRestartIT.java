package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every node is replaced under traffic, one after the other, the one that only sends, too. */
class RollingRestartIT {
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void replacesEveryNodeWithoutLosingAMessage() throws Exception {
        var first = jvms.startHere(LedgerAgent.definition());
        List<NodeProcess> workers = new ArrayList<>(jvms.startWorkers("w0", "w1", "w2"));
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        for (int index = 0; index < workers.size(); index++) {
            var old = workers.get(index);
            jvms.settle(List.of(old)); // what a node has sent itself ends with it
            old.leave();
            jvms.event(old, "left");
            assertThat(old.exitValue()).as("exit value").isZero();
            var successor = jvms.startWorker(old.name() + "-again");
            workers.set(index, successor);
            jvms.awaitApplied(successor);
            jvms.sendFrom(List.of(successor), AGENTS);
        }
        jvms.settle(List.of(first));
        first.close();
        var second = jvms.startHere(LedgerAgent.definition());
        jvms.sendFrom(List.of(second), AGENTS);
        jvms.awaitProgress(jvms.living(), 200);
        jvms.settle(jvms.living());

        var audit = new Audit(jvms.nodes());
        audit.print("rolling restart", jvms.nodes());
        audit.check(jvms.nodes());
        audit.everythingIsProcessed(jvms.nodes());
        audit.noAgentWasActiveTwice();
        audit.memoryMatches(second.runtime());
        assertThat(second.runtime().deadLetters().list()).isEmpty();
    }
}
