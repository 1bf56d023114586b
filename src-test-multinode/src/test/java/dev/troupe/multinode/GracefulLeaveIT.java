package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node leaves under traffic and comes back, as in a rolling restart. */
class GracefulLeaveIT {
    private static final int AGENTS = 50;
    private static final int MANY_AGENTS = 200;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void movesAgentsWithoutADeadLetter() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1", "w2");
        var leaver = workers.get(jvms.random().nextInt(workers.size()));
        List<Node> senders = jvms.nodes();
        senders.remove(leaver); // a sender in memory ends with its node
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(senders, AGENTS);

        jvms.event(leaver, "leave");
        leaver.leave();
        assertThat(leaver.exitValue()).as("exit value").isZero();
        jvms.awaitMembers(senders);
        jvms.awaitProgress(senders, 300);
        var successor = jvms.startWorker(leaver.name() + "-again");
        jvms.awaitApplied(successor);
        jvms.awaitProgress(senders, 300);
        jvms.settle(senders);

        var audit = new Audit(jvms.nodes());
        audit.print("leave and come back", senders);
        assertThat(audit.agentsOn(leaver)).as("agents that moved").isNotEmpty();
        audit.check(senders);
        audit.everythingIsProcessed(senders);
        audit.noAgentWasActiveTwice();
        audit.memoryMatches(here.runtime());
        assertThat(here.runtime().deadLetters().list()).isEmpty();
    }

    /** 300 messages a second over 200 agents; the figures are printed, the machine is not asked to be quick. */
    @Test
    void movesEachAgentInAMoment() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1", "w2");
        var leaver = workers.get(jvms.random().nextInt(workers.size()));
        jvms.wakeAgents(MANY_AGENTS);
        here.send(new Traffic.Load(MANY_AGENTS, 3, 10, 0, 0, jvms.seed()));
        jvms.awaitProgress(List.of(here), 3_000);

        jvms.event(leaver, "leave");
        long since = System.currentTimeMillis();
        leaver.leave();
        long took = System.currentTimeMillis() - since;
        jvms.awaitProgress(List.of(here), 3_000);
        jvms.settle(List.of(here));

        var audit = new Audit(jvms.nodes());
        audit.print("leave, " + leaver + ", of " + workers + ", in " + took + " ms", List.of(here));
        audit.printStallsOfMoved(leaver, since);
        audit.check(List.of(here));
        audit.everythingIsProcessed(List.of(here));
        audit.noAgentWasActiveTwice();
        assertThat(here.runtime().deadLetters().list()).isEmpty();
    }
}
