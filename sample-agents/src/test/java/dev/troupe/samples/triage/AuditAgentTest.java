package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Turn.Settlement;
import dev.troupe.testkit.AgentTestKit;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditAgentTest {
    private final AgentTestKit<AuditAgent.Command, AuditAgent.State> audit =
            AgentTestKit.of(AuditAgent.definition(), "acme");

    @Test
    void countsADecisionThatComesAgainApartFromAMessageThatIsAppliedTwice() {
        var decision = new AuditAgent.Enter("d1", "billing");
        audit.send(decision);
        audit.send(decision);
        audit.sendAgain(decision);

        var turn = audit.ask(new AuditAgent.Count());

        assertThat(turn.settlement())
                .contains(new Settlement.Replied(new AuditAgent.Totals(Map.of("d1", "billing"), 1, 1, false)));
    }
}
