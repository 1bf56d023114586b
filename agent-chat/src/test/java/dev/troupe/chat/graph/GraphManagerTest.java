package dev.troupe.chat.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.Team;
import dev.troupe.chat.manager.Managed;
import dev.troupe.chat.manager.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphManagerTest {
    private static final String COMPLETE = "Digraph execution is complete";

    private static Managed<?> managed(Graph.Builder builder) {
        Graph graph = builder.build();
        List<Member> members = Member.named(graph.nodes().toArray(String[]::new));
        return Managed.by(GraphManager.of(graph).managing(members)).task("Write a line about rain.");
    }

    private static Managed<?> loop() {
        return managed(Graph.builder()
                .nodes("writer", "critic", "printer")
                .edge("writer", "critic")
                .edge(Edge.of("critic", "printer").when("APPROVE"))
                .edge(Edge.of("critic", "writer")
                        .when(message -> !message.toText().contains("APPROVE")))
                .entryPoint("writer"));
    }

    @Test
    void goesFromNodeToNode() {
        var managed = managed(Graph.builder().nodes("a", "b").edge("a", "b"));

        assertThat(managed.speakers()).containsExactly("a");
        assertThat(managed.says("a", "1").speakers()).containsExactly("b");
        assertThat(managed.says("b", "2").decide().stopReason()).isEqualTo(COMPLETE);
    }

    @Test
    void beginsAnewWithTheNextTask() {
        var managed = managed(Graph.builder().nodes("a", "b").edge("a", "b"));
        var empty = managed.memoryJson();
        managed.decide();
        managed.says("a", "1").decide();
        managed.says("b", "2").decide();

        assertThat(managed.memoryJson()).isEqualTo(empty.replace("null", "\"item-2\""));
        assertThat(managed.task("Another one.").speakers()).containsExactly("a");
        assertThat(managed.says("a", "1").speakers()).containsExactly("b");
    }

    @Test
    void letsSeveralSpeakAtOnceAndWaitsForAllOfThem() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "c", "d")
                .edge("a", "b")
                .edge("a", "c")
                .edge("b", "d")
                .edge("c", "d"));
        managed.decide();

        assertThat(managed.says("a", "1").speakers()).containsExactly("b", "c");
        assertThat(managed.says("c", "2").says("b", "3").speakers()).containsExactly("d");
        assertThat(managed.says("d", "4").decide().stopReason()).isEqualTo(COMPLETE);
    }

    @Test
    void waitsForABranchThatIsLonger() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "b2", "c")
                .edge("a", "b")
                .edge("b", "b2")
                .edge("a", "c")
                .edge("b2", "c"));
        managed.decide();

        assertThat(managed.says("a", "1").speakers()).containsExactly("b");
        assertThat(managed.says("b", "2").speakers()).containsExactly("b2");
        assertThat(managed.says("b2", "3").speakers()).containsExactly("c");
    }

    @Test
    void doesNotWaitForOthersWhereAnyIsEnough() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "b2", "c")
                .edge("a", "b")
                .edge("b", "b2")
                .edge(Edge.of("a", "c").any())
                .edge(Edge.of("b2", "c").any()));
        managed.decide();

        assertThat(managed.says("a", "1").speakers()).containsExactly("b", "c");
        assertThat(managed.says("b", "2").says("c", "3").speakers()).containsExactly("b2");
        assertThat(managed.says("b2", "4").speakers()).containsExactly("c");
    }

    @Test
    void runsANodeOnceIfSeveralGroupsAreThroughAtOnce() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "c")
                .edge(Edge.of("a", "c").inGroup("one"))
                .edge(Edge.of("b", "c").inGroup("other")));
        managed.decide();

        assertThat(managed.says("a", "1").says("b", "2").speakers()).containsExactly("c");
        assertThat(managed.says("c", "3").decide().stopReason()).isEqualTo(COMPLETE);
    }

    @Test
    void takesOnlyEdgesWhoseConditionsHold() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "c", "d")
                .edge(Edge.of("a", "b").when("big"))
                .edge(Edge.of("a", "c").when("small"))
                .edge(Edge.of("a", "d").when(message -> message.source().equals("a"))));
        managed.decide();

        assertThat(managed.says("a", "It is big.").speakers()).containsExactly("b", "d");
    }

    @Test
    void goesRoundUntilTheExitIsTaken() {
        var managed = loop();

        assertThat(managed.speakers()).containsExactly("writer");
        assertThat(managed.says("writer", "Rain.").speakers()).containsExactly("critic");
        assertThat(managed.says("critic", "No.").speakers()).containsExactly("writer");
        assertThat(managed.says("writer", "More rain.").speakers()).containsExactly("critic");
        assertThat(managed.says("critic", "APPROVE").speakers()).containsExactly("printer");
        assertThat(managed.says("printer", "Done.").decide().stopReason()).isEqualTo(COMPLETE);
    }

    @Test
    void goesRoundSeveralWaysThatAreInOneGroup() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "c1", "c2", "e")
                .edge("a", "b")
                .edge(Edge.of("b", "c1").when("loop"))
                .edge(Edge.of("b", "c2").when("loop"))
                .edge(Edge.of("b", "e").when("exit"))
                .edge(Edge.of("c1", "b").inGroup("back"))
                .edge(Edge.of("c2", "b").inGroup("back")));
        managed.decide();
        managed.says("a", "begin").decide();

        assertThat(managed.says("b", "loop").speakers()).containsExactly("c1", "c2");
        assertThat(managed.says("c1", "1").says("c2", "2").speakers()).containsExactly("b");
        assertThat(managed.says("b", "loop").speakers()).containsExactly("c1", "c2");
        assertThat(managed.says("c1", "1").says("c2", "2").speakers()).containsExactly("b");
        assertThat(managed.says("b", "exit").speakers()).containsExactly("e");
    }

    @Test
    void isThroughWhenNoConditionHolds() {
        var managed =
                managed(Graph.builder().nodes("a", "b").edge(Edge.of("a", "b").when("go")));
        managed.decide();

        assertThat(managed.says("a", "stay").decide().stopReason()).isEqualTo(COMPLETE);
    }

    @Test
    void goesOnWhereAConditionHadEndedTheRun() {
        var managed = loop();
        managed.decide();
        managed.says("writer", "Rain.");

        var speakers = managed.task("Go on.").speakers();

        assertThat(speakers).containsExactly("critic");
    }

    @Test
    void beginsAnewIfAConditionHadEndedTheRunWhenTheGraphWasThrough() {
        var managed = managed(Graph.builder().nodes("a", "b").edge("a", "b"));
        managed.decide();
        managed.says("a", "1").decide();
        managed.says("b", "2");

        assertThat(managed.task("Another one.").speakers()).containsExactly("a");
    }

    @Test
    void letsThoseSpeakAgainWhoseTurnsHadFailed() {
        var managed = managed(Graph.builder()
                .nodes("a", "b", "c", "d")
                .edge("a", "b")
                .edge("a", "c")
                .edge("b", "d")
                .edge("c", "d"));
        managed.decide();
        managed.says("a", "1").decide();
        managed.says("b", "2");

        assertThat(managed.task("Go on.").speakers()).containsExactly("c");
        assertThat(managed.says("c", "3").speakers()).containsExactly("d");
    }

    @Test
    void remembersWithAutoGensNames() {
        var managed =
                managed(Graph.builder().nodes("a", "b", "c").edge("a", "c").edge("b", "c"));

        managed.decide();

        assertThat(managed.memoryJson())
                .isEqualTo("{\"remaining\":{\"c\":{\"c\":2}},\"enqueued_any\":{\"c\":{\"c\":false}},\"ready\":[],"
                        + "\"active_nodes\":[\"a\",\"b\"],\"seen_until\":\"item-0\"}");
        assertThat(managed.stateType()).isEqualTo("GraphManagerState");
    }

    @Test
    void goesOnWithWhatAutoGenHasSaved() {
        var managed =
                managed(Graph.builder().nodes("a", "b", "c").edge("a", "c").edge("b", "c"));

        managed.says("a", "1")
                .remembering(
                        "{\"remaining\":{\"c\":{\"c\":1}},\"enqueued_any\":{\"c\":{\"c\":false}},\"ready\":[\"b\"]}");

        assertThat(managed.speakers()).containsExactly("b");
        assertThat(managed.says("b", "2").speakers()).containsExactly("c");
    }

    @Test
    void leavesOutNodesThatTheGraphDoesNotHaveAnyMore() {
        var managed = managed(Graph.builder().nodes("a", "b").edge("a", "b"));

        managed.remembering("{\"remaining\":{\"x\":{\"x\":1}},\"ready\":[\"x\",\"b\"],\"active_nodes\":[\"y\"]}");

        assertThat(managed.speakers()).containsExactly("b");
    }

    @Test
    void failsWithWhatAConditionThrows() {
        var managed =
                managed(Graph.builder().nodes("a", "b").edge(Edge.of("a", "b").when(message -> {
                    throw new IllegalStateException("no idea");
                })));
        managed.decide();

        assertThatThrownBy(managed.says("a", "1")::decide).hasRootCauseMessage("no idea");
    }

    @Test
    void needsAnAgentForEachNode() {
        var manager =
                GraphManager.of(Graph.builder().nodes("a", "b").edge("a", "b").build());
        var team = Team.roundRobin("b", Member.named("c"));

        assertThatThrownBy(() -> manager.managing(Member.named("a", "c")))
                .hasMessage("node 'b' (expected: one of the participants [a, c])");
        assertThatThrownBy(() -> manager.managing(List.of(Member.named("a").get(0), team)))
                .hasMessage("participant 'b': a team (expected: an agent)");
    }
}
