package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The network is cut under traffic; the subclasses say which network. */
abstract class PartitionScenarios {
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms;

    PartitionScenarios(Network network) {
        this.jvms = new Jvms(network);
    }

    @Test
    final void theOneOfThreeThatIsCutOffEndsAndTheOthersGoOn() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var majority = List.of(here, jvms.startWorker("w0"));
        var minority = jvms.startWorkers("w1");

        cutUnderTraffic("partition 2|1", majority, minority);
    }

    @Test
    final void theTwoOfFiveThatAreCutOffEndAndTheOthersGoOn() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        // The oldest worker decides which node hosts which agent; it is cut off.
        var oldest = jvms.startWorker("w0");
        var others = jvms.startWorkers("w1", "w2", "w3");
        var majority = List.of(here, others.get(1), others.get(2));
        var minority = List.of(oldest, others.get(0));

        cutUnderTraffic("partition 3|2", majority, minority);
    }

    @Test
    final void theNodesThatHearEachOtherOneWayOnlyEndAndTheOthersGoOn() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var oldest = jvms.startWorker("w0");
        jvms.startWorkers("w1", "w2", "w3");
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        jvms.cutOneWay(here, oldest);
        var survivors = new ArrayList<>(jvms.awaitFewerThatAgree(5));
        jvms.awaitProgress(survivors, 200);

        // Its runtime has ended, and has told each of its callers.
        survivors.add(here);
        endsInOrder("one-way cut", survivors);
    }

    @Test
    final void agreesInTheEndWhenAWayComesAndGoes() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var flapping = jvms.startWorker("w0");
        var others = jvms.startWorkers("w1");
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        for (int round = 0; round < 4 && flapping.isAlive() && here.isAlive(); round++) {
            jvms.cut(List.of(here, others.get(0)), List.of(flapping));
            jvms.whileThatLasts(Duration.ofSeconds(5));
            jvms.mend(List.of(here, others.get(0)), List.of(flapping));
            jvms.whileThatLasts(Duration.ofSeconds(2));
        }

        endsInOrder("flapping links", jvms.awaitAgreement());
    }

    private void endsInOrder(String scenario, List<Node> accountable) throws Exception {
        jvms.settle(accountable);
        var audit = new Audit(jvms.nodes());
        audit.print(scenario + ", still there: " + jvms.living(), accountable);
        audit.check(accountable);
        audit.noAgentWasActiveTwice();
    }

    private void cutUnderTraffic(String scenario, List<? extends Node> majority, List<NodeProcess> minority)
            throws Exception {
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        jvms.cut(majority, minority);
        for (var node : minority) {
            assertThat(node.awaitEnd()).as("exit value of %s", node).isEqualTo(LedgerNode.DOWNED);
            jvms.event(node, "ended itself");
        }
        jvms.awaitMembers(majority);
        jvms.awaitProgress(majority, 500);
        jvms.settle(majority);

        var audit = new Audit(jvms.nodes());
        audit.print(scenario, majority);
        assertThat(minority)
                .allSatisfy(node -> assertThat(audit.agentsOn(node))
                        .as("agents on %s", node)
                        .isNotEmpty());
        audit.check(majority);
        audit.everythingIsProcessed(majority);
        audit.noAgentWasActiveTwice();
        audit.memoryMatches(jvms.runtime());
        assertThat(jvms.runtime().deadLetters().list()).isEmpty();
    }
}
