package dev.troupe.multinode;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node stops for a while, as for a long collection or a moved virtual machine, and knows nothing of it. */
class PauseIT {
    private static final int AGENTS = 50;
    private static final Duration PAUSE = Duration.ofSeconds(20);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void whatAPausedNodeDoesWhenItWakesDoesNotCount() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var workers = jvms.startWorkers("w0", "w1");
        var paused = workers.get(jvms.random().nextInt(2));
        var survivors = jvms.nodes();
        survivors.remove(paused);
        jvms.wakeAgents(AGENTS);
        jvms.sendFrom(jvms.nodes(), AGENTS);

        long resumedAt = jvms.pauseUntilGivenUp(paused, survivors, PAUSE);
        jvms.awaitProgress(survivors, 200);
        jvms.settle(survivors);

        var audit = new Audit(jvms.nodes());
        audit.print("pause " + paused, survivors);
        audit.check(survivors);
        audit.everythingIsProcessed(survivors);
        audit.nothingCountsThat(paused, resumedAt);
        audit.memoryMatches(here.runtime());
    }
}
