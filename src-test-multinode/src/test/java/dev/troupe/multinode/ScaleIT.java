package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cluster grows and shrinks under traffic. */
class ScaleIT {
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void growsFromOneToFourAndShrinksToTwo() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        List<NodeProcess> workers = new ArrayList<>(jvms.startWorkers("w0"));
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(List.of(here), AGENTS);

        workers.addAll(jvms.startWorkers("w1", "w2", "w3"));
        for (var worker : workers) {
            jvms.awaitApplied(worker);
        }
        var senders = List.of(here, workers.get(2), workers.get(3));
        jvms.sendFrom(senders.subList(1, 3), AGENTS);
        for (var leaver : workers.subList(0, 2)) {
            leaver.leave();
            jvms.event(leaver, "left");
            assertThat(leaver.exitValue()).as("exit value").isZero();
        }
        jvms.awaitMembers(senders);
        jvms.awaitProgress(senders, 300);
        jvms.settle(senders);

        var audit = new Audit(jvms.nodes());
        audit.print("1 to 4 to 2 nodes", senders);
        audit.check(senders);
        audit.everythingIsProcessed(senders);
        audit.noAgentWasActiveTwice();
        audit.memoryMatches(here.runtime());
        assertThat(here.runtime().deadLetters().list()).isEmpty();
    }
}
