package dev.troupe.chat.manager;

import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.Conditions;
import dev.troupe.chat.Team;
import dev.troupe.chat.assistant.AssistantAgent;
import dev.troupe.chat.graph.Edge;
import dev.troupe.chat.graph.Graph;
import dev.troupe.chat.graph.GraphManager;
import dev.troupe.chat.magentic.MagenticOneManager;
import dev.troupe.chat.selector.SelectorManager;
import dev.troupe.chat.testkit.ReplayChatModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Managers that lead teams of assistants on a runtime. */
class LedTeamTest {
    private static AssistantAgent saying(String name, String... answers) {
        return AssistantAgent.of(name, ReplayChatModel.of(answers)).withDescription("Is " + name + ".");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelChoosesWhoSpeaks(boolean durable) throws Exception {
        var model = ReplayChatModel.of("writer", "critic", "writer");
        var members = List.of(saying("critic", "too long"), saying("writer", "a draft", "TERMINATE"));
        var team = Team.of("chosen", members, SelectorManager.of(model)::managing)
                .withTermination(Conditions.textMention("TERMINATE"));
        try (var runtime = start(durable ? team.durable() : team)) {
            var result = get(team.conversation(runtime, "acme").run("write"));

            assertThat(sources(result)).containsExactly("user", "writer", "critic", "writer");
            assertThat(result.stopReason()).isEqualTo("Text 'TERMINATE' mentioned");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGraphRunsItsNodesAndBeginsAnewWithTheNextTask(boolean durable) throws Exception {
        var graph = Graph.builder()
                .nodes("plan", "left", "right", "join")
                .edge("plan", "left")
                .edge("plan", "right")
                .edge("left", "join")
                .edge("right", "join")
                .build();
        var members = List.of(
                saying("plan", "a plan", "another"),
                saying("left", "l1", "l2"),
                saying("right", "r1", "r2"),
                saying("join", "j1", "j2"));
        var team = Team.of("graph", members, GraphManager.of(graph)::managing);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");

            var first = get(talk.run("go"));
            var second = get(talk.run("again"));

            assertThat(texts(first))
                    .startsWith("go", "a plan")
                    .endsWith("j1")
                    .contains("l1", "r1")
                    .hasSize(5);
            assertThat(first.stopReason()).isEqualTo("Digraph execution is complete");
            assertThat(texts(second))
                    .startsWith("again", "another")
                    .endsWith("j2")
                    .contains("l2", "r2")
                    .hasSize(5);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGraphGoesRoundUntilAConditionLeadsOut(boolean durable) throws Exception {
        var graph = Graph.builder()
                .nodes("write", "review", "done")
                .entryPoint("write")
                .edge("write", "review")
                .edge(Edge.of("review", "write").when("REVISE"))
                .edge(Edge.of("review", "done").when("APPROVE"))
                .build();
        var members = List.of(
                saying("write", "one", "two"), saying("review", "REVISE", "APPROVE"), saying("done", "published"));
        var open = Team.of("loop", members, GraphManager.of(graph)::managing);
        assertThatThrownBy(open::definitions)
                .hasMessage("team loop: no termination condition and no limit of turns (expected: withTermination or"
                        + " withMaxTurns, for its participants may go on for ever)");
        var team = open.withMaxTurns(20);
        try (var runtime = start(durable ? team.durable() : team)) {
            var result = get(team.conversation(runtime, "acme").run("go"));

            assertThat(texts(result)).containsExactly("go", "one", "REVISE", "two", "APPROVE", "published");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelWithAPlanLeadsToAFinalAnswer(boolean durable) throws Exception {
        var model = ReplayChatModel.of(
                "the facts",
                "the plan",
                ledger(false, "coder", "write it"),
                ledger(true, "coder", "nothing"),
                "the final answer");
        var team = Team.of("magentic", List.of(saying("coder", "done")), MagenticOneManager.of(model)::managing);
        try (var runtime = start(durable ? team.durable() : team)) {
            var result = get(team.conversation(runtime, "acme").run("solve"));

            assertThat(sources(result))
                    .containsExactly(
                            "user",
                            "MagenticOneOrchestrator",
                            "MagenticOneOrchestrator",
                            "coder",
                            "MagenticOneOrchestrator");
            assertThat(texts(result)).contains("write it", "done").endsWith("the final answer");
        }
    }

    private static String ledger(boolean satisfied, String next, String instruction) {
        return """
                {"is_request_satisfied": {"reason": "r", "answer": %s}, "is_in_loop": {"reason": "r", "answer": false},
                 "is_progress_being_made": {"reason": "r", "answer": true},
                 "next_speaker": {"reason": "r", "answer": "%s"},
                 "instruction_or_question": {"reason": "r", "answer": "%s"}}""".formatted(satisfied, next, instruction);
    }
}
