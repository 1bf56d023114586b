package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node dies under traffic. All nodes send, so what dies is a sender, too. */
class KillAWorkerIT {
    private static final int AGENTS = 50;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void settlesEveryMessageWhenTheOldestWorkerDies() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = startThreeWorkers();

        // It also decides which node hosts which agent.
        goesOnWithout(here, workers.get(0));
    }

    @Test
    void settlesEveryMessageWhenAYoungerWorkerDies() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = startThreeWorkers();

        goesOnWithout(here, workers.get(1 + jvms.random().nextInt(2)));
    }

    @Test
    void settlesEveryMessageWhenAWorkerDiesAndStartsAgainAtItsAddress() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1");
        var victim = workers.get(jvms.random().nextInt(2));
        var survivors = killUnderTraffic(victim);
        var successor = jvms.startAgain(victim); // before the others have noticed
        survivors.add(successor);
        jvms.awaitMembers(survivors);
        jvms.sendFrom(List.of(successor), AGENTS);
        jvms.awaitApplied(successor);
        jvms.awaitProgress(survivors, 200);

        everythingIsSettled("kill and start again at the same address", here, survivors, victim);
    }

    /** The first is the oldest. */
    private List<NodeProcess> startThreeWorkers() throws Exception {
        List<NodeProcess> workers = new ArrayList<>(jvms.startWorkers("w0"));
        workers.addAll(jvms.startWorkers("w1", "w2"));
        return workers;
    }

    /** Returns the others. */
    private List<Node> killUnderTraffic(NodeProcess victim) throws Exception {
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);
        List<Node> survivors = jvms.nodes();
        survivors.remove(victim);

        jvms.event(victim, "kill");
        victim.kill();
        return survivors;
    }

    private void goesOnWithout(HereNode here, NodeProcess victim) throws Exception {
        var survivors = killUnderTraffic(victim);
        jvms.awaitMembers(survivors);
        jvms.awaitProgress(survivors, 500);

        everythingIsSettled("kill " + victim, here, survivors, victim);
    }

    private void everythingIsSettled(String scenario, HereNode here, List<Node> survivors, NodeProcess victim)
            throws Exception {
        jvms.settle(survivors);
        var audit = new Audit(jvms.nodes());
        audit.print(scenario, survivors);
        assertThat(audit.agentsOn(victim)).as("agents that died").isNotEmpty();
        audit.check(survivors);
        audit.everythingIsProcessed(survivors);
        audit.noAgentWasActiveTwice();
        audit.memoryMatches(here.runtime());
        assertThat(here.runtime().deadLetters().list()).isEmpty();
    }
}
