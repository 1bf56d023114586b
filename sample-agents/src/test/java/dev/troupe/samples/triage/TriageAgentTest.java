package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.TopicId;
import dev.troupe.agent.Turn.Out;
import dev.troupe.samples.triage.TriageAgent.Decision;
import dev.troupe.testkit.AgentTestKit;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriageAgentTest {
    private static final DocumentReceived INVOICE = new DocumentReceived("d1", "invoice.txt", "Invoice 42");
    private static final ResearchAgent.Classified LABEL = new ResearchAgent.Classified("d1", "billing", 0.6);
    private static final PolicyAgent.Checked CLEAN = new PolicyAgent.Checked("d1", List.of());

    private final AgentTestKit<TriageAgent.Command, TriageAgent.State> triage =
            AgentTestKit.of(TriageAgent.definition(), "acme");

    @Test
    void decidesOnceTheDocumentItsLabelAndItsCheckAreThere() {
        receiveAll(LABEL);

        var turn = triage.receive(TopicId.of("policy_result", "acme"), CLEAN);

        assertThat(turn.out()).containsExactly(decision("billing", "label"));
    }

    @Test
    void overrulesTheLabelByAFinding() {
        receiveAll(LABEL);

        var turn = triage.receive(
                TopicId.of("policy_result", "acme"),
                new PolicyAgent.Checked("d1", List.of(new Finding("IBANS", "DE***"))));

        assertThat(turn.out()).containsExactly(decision("compliance", new Finding("IBANS", "DE***").toString()));
    }

    @Test
    void repeatsItsDecisionForADocumentThatComesAgain() {
        receiveAll(LABEL);
        triage.receive(TopicId.of("policy_result", "acme"), CLEAN);

        var turn = triage.receive(TopicId.of("documents", "acme"), INVOICE);

        assertThat(turn.out()).containsExactly(decision("billing", "label"));
    }

    @Test
    void handsADocumentToAPersonIfResearchDoesNotAnswer() {
        triage.receive(TopicId.of("documents", "acme"), INVOICE);
        triage.receive(TopicId.of("policy_result", "acme"), CLEAN);

        var turns = triage.advance(TriageAgent.PATIENCE);

        assertThat(turns)
                .singleElement()
                .satisfies(
                        turn -> assertThat(turn.out()).containsExactly(decision("manual", "no answer from research")));
    }

    private void receiveAll(ResearchAgent.Classified label) {
        triage.receive(TopicId.of("documents", "acme"), INVOICE);
        triage.receive(TopicId.of("research_result", "acme"), label);
    }

    private static Out decision(String queue, String reason) {
        return new Out.Publish(TopicId.of("triage_decision", "acme"), new Decision("d1", "invoice.txt", queue, reason));
    }
}
