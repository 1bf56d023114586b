package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Some messages cannot be handled. */
class PoisonIT {
    private static final int AGENTS = 20;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void givesUpWhatIsPoisonAndProcessesTheRest() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        jvms.startWorkers("w0", "w1");
        jvms.wakeAgents(AGENTS);

        here.send(Traffic.Load.gentle(AGENTS, jvms.seed()).withPoisonEvery(40));
        jvms.sendFrom(jvms.nodes().subList(1, 3), AGENTS);
        jvms.awaitProgress(jvms.nodes(), 1_000);
        jvms.settle(jvms.nodes());

        var audit = new Audit(jvms.nodes());
        audit.print("poison", jvms.nodes());
        var deadLetters = here.runtime().deadLetters().list();
        assertThat(deadLetters)
                .isNotEmpty()
                .allMatch(letter -> letter.payload().type().equals("ledger.Poison"))
                .allMatch(letter -> letter.failure().kind() == Failure.Kind.HANDLER_ERROR);
        assertThat(audit.deadLettered()).isEqualTo(deadLetters.size());
        audit.check(jvms.nodes());
        audit.everythingIsProcessed(jvms.nodes().subList(1, 3));
        audit.memoryMatches(here.runtime());
    }
}
