package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database of durable agents goes under traffic, and comes back. */
class DurableDatabaseDownIT {
    private static final int AGENTS = 50;
    private static final Duration DOWN = Duration.ofSeconds(30);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void losesNothingAcknowledgedAndGoesOnWhenTheDatabaseIsBack() throws Exception {
        try (var postgres = Postgres.start()) {
            String url = postgres.createDatabase("down");
            jvms.storeIn(Postgres.config(url));
            jvms.startHere(LedgerAgent.definition().durable());
            jvms.startWorkers("w0", "w1");
            jvms.wakeAgents(AGENTS);
            jvms.sendFrom(jvms.nodes(), AGENTS);

            jvms.event(jvms.nodes().get(0), "database down");
            postgres.kill();
            jvms.whileThatLasts(DOWN);
            postgres.startAgain();
            long back = System.currentTimeMillis();
            jvms.event(jvms.nodes().get(0), "database back");
            jvms.awaitProgress(jvms.nodes(), 500);
            jvms.settle(jvms.nodes());

            var audit = DurableAudit.of(jvms, AGENTS, url);
            audit.print("database down for " + DOWN.toSeconds() + " s", jvms.nodes());
            audit.printFirstAfter("database back", back);
            audit.check(jvms.nodes());
            assertThat(jvms.runtime().deadLetters().list()).isEmpty();
        }
    }
}
