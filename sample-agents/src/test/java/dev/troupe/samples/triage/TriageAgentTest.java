package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.TopicId;
import dev.troupe.agent.Turn;
import dev.troupe.agent.Turn.Out;
import dev.troupe.samples.triage.TriageAgent.Decision;
import dev.troupe.testkit.AgentTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriageAgentTest {
    private static final TopicId DOCUMENTS = TopicId.of("documents", "acme");
    private static final TopicId RESEARCH = TopicId.of("research_result", "acme");
    private static final TopicId POLICY = TopicId.of("policy_result", "acme");
    private static final TopicId DECISIONS = TopicId.of("triage_decision", "acme");
    private static final DocumentReceived INVOICE = new DocumentReceived("d1", "invoice.txt", "Invoice 42");
    private static final ResearchAgent.Classified LABEL = new ResearchAgent.Classified("d1", "billing", 0.6);
    private static final PolicyAgent.Checked CLEAN = new PolicyAgent.Checked("d1", List.of());

    private final AgentTestKit<TriageAgent.Command, TriageAgent.State> triage =
            AgentTestKit.of(TriageAgent.definition(), "acme");

    @Test
    void decidesOnceTheDocumentItsLabelAndItsCheckAreThere() {
        receiveAll(LABEL);

        var turn = triage.receive(POLICY, CLEAN);

        assertThat(turn.out()).containsExactly(decision("billing", "label"));
    }

    @Test
    void overrulesTheLabelByAFinding() {
        receiveAll(LABEL);

        var turn = triage.receive(POLICY, new PolicyAgent.Checked("d1", List.of(new Finding("IBANS", "DE***"))));

        assertThat(turn.out()).containsExactly(decision("compliance", new Finding("IBANS", "DE***").toString()));
    }

    @Test
    void repeatsItsDecisionForADocumentThatComesAgain() {
        receiveAll(LABEL);
        triage.receive(POLICY, CLEAN);

        var turn = triage.receive(DOCUMENTS, INVOICE);

        assertThat(turn.out()).containsExactly(decision("billing", "label"));
    }

    @Test
    void handsADocumentToAPersonIfResearchDoesNotAnswer() {
        triage.receive(DOCUMENTS, INVOICE);
        triage.receive(POLICY, CLEAN);

        var turns = triage.advance(TriageAgent.PATIENCE);

        assertThat(turns)
                .singleElement()
                .satisfies(
                        turn -> assertThat(turn.out()).containsExactly(decision("manual", "no answer from research")));
    }

    @Test
    void handsADocumentToAPersonIfThePolicyDoesNotAnswer() {
        receiveAll(LABEL);

        var turns = triage.advance(TriageAgent.PATIENCE);

        assertThat(decisions(turns)).containsExactly(decision("manual", "no answer from policy"));
    }

    @Test
    void waitsAnewForADocumentThatIsPublishedAgain() {
        triage.receive(DOCUMENTS, INVOICE);
        triage.advance(TriageAgent.PATIENCE.minusSeconds(1));
        triage.receive(DOCUMENTS, INVOICE);

        var tooEarly = triage.advance(TriageAgent.PATIENCE.minusSeconds(1));
        var inTime = triage.advance(Duration.ofSeconds(1));

        assertThat(decisions(tooEarly)).isEmpty();
        assertThat(decisions(inTime)).containsExactly(decision("manual", "no answer from research"));
    }

    @Test
    void doesNotWaitForEverForADocumentThatIsPublishedAgainAndAgain() {
        List<Turn<TriageAgent.State, ?>> turns = new ArrayList<>();
        var step = TriageAgent.PATIENCE.minusSeconds(1);

        for (int time = 0; time < TriageAgent.MAX_ASKED + 1; time++) {
            triage.receive(DOCUMENTS, INVOICE);
            turns.addAll(triage.advance(step));
        }

        assertThat(decisions(turns)).containsExactly(decision("manual", "no answer from research"));
    }

    @Test
    void decidesOnceInWhateverOrderAndHoweverOftenItHears() {
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            var agent = AgentTestKit.of(TriageAgent.definition(), "acme");
            List<Turn<TriageAgent.State, ?>> turns = new ArrayList<>();

            for (int which : order) {
                turns.add(hear(agent, which));
                turns.add(hear(agent, which));
            }
            turns.addAll(agent.advance(TriageAgent.PATIENCE));

            assertThat(decisions(turns).stream().distinct())
                    .as("order %s", Arrays.toString(order))
                    .containsExactly(decision("billing", "label"));
        }
    }

    @Test
    void keepsItsDecisionWhenTheAnswerComesLate() {
        triage.receive(DOCUMENTS, INVOICE);
        triage.advance(TriageAgent.PATIENCE);

        var late = List.of(triage.receive(RESEARCH, LABEL), triage.receive(POLICY, CLEAN));
        var again = triage.receive(DOCUMENTS, INVOICE);

        assertThat(decisions(late)).isEmpty();
        assertThat(again.out()).containsExactly(decision("manual", "no answer from research"));
    }

    @Test
    void forgetsDecidedDocumentsBeforeOpenOnes() {
        var agent = AgentTestKit.of(TriageAgent.definition(2), "acme");
        agent.receive(DOCUMENTS, document("open"));
        agent.receive(DOCUMENTS, INVOICE);
        agent.receive(RESEARCH, LABEL);
        agent.receive(POLICY, CLEAN);

        var turn = agent.receive(DOCUMENTS, document("new"));

        assertThat(decisions(List.of(turn))).isEmpty();
        assertThat(agent.state().cases()).containsOnlyKeys("open", "new");
    }

    @Test
    void handsTheOldestToAPersonWhenTooManyAreOpen() {
        var agent = AgentTestKit.of(TriageAgent.definition(2), "acme");
        agent.receive(DOCUMENTS, INVOICE);
        agent.receive(DOCUMENTS, document("d2"));

        var turn = agent.receive(DOCUMENTS, document("d3"));

        assertThat(decisions(List.of(turn))).containsExactly(decision("manual", "more than 2 open documents"));
        assertThat(agent.state().cases()).containsOnlyKeys("d2", "d3");
    }

    private void receiveAll(ResearchAgent.Classified label) {
        triage.receive(DOCUMENTS, INVOICE);
        triage.receive(RESEARCH, label);
    }

    private static Turn<TriageAgent.State, ?> hear(
            AgentTestKit<TriageAgent.Command, TriageAgent.State> agent, int which) {
        return switch (which) {
            case 0 -> agent.receive(DOCUMENTS, INVOICE);
            case 1 -> agent.receive(RESEARCH, LABEL);
            default -> agent.receive(POLICY, CLEAN);
        };
    }

    private static DocumentReceived document(String id) {
        return new DocumentReceived(id, id + ".txt", "Invoice 42");
    }

    private static List<Out> decisions(List<? extends Turn<TriageAgent.State, ?>> turns) {
        return turns.stream()
                .flatMap(turn -> turn.out().stream())
                .filter(Out.Publish.class::isInstance)
                .toList();
    }

    private static Out decision(String queue, String reason) {
        return new Out.Publish(DECISIONS, new Decision("d1", "invoice.txt", queue, reason));
    }
}
