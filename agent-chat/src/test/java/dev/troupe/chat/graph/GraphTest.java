package dev.troupe.chat.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GraphTest {

    @Test
    void beginsWithTheNodesToWhichNoEdgeLeads() {
        var graph = Graph.builder()
                .nodes("b", "a", "c")
                .edge("a", "c")
                .edge("b", "c")
                .build();

        assertThat(graph.entryPoints()).containsExactly("b", "a");
        assertThat(graph.nodes()).containsExactly("b", "a", "c");
        assertThat(graph.cyclic()).isFalse();
    }

    @Test
    void beginsWhereItIsTold() {
        var graph = Graph.builder()
                .nodes("a", "b", "c")
                .edge(Edge.of("b", "a").when("again"))
                .edge(Edge.of("b", "c").when("done"))
                .edge("a", "b")
                .entryPoint("a")
                .build();

        assertThat(graph.entryPoints()).containsExactly("a");
        assertThat(graph.cyclic()).isTrue();
    }

    @Test
    void isNotChangedByItsBuilder() {
        var builder = Graph.builder().nodes("a", "b");
        var graph = builder.build();

        builder.edge("a", "b").build();

        assertThat(graph.edges()).isEmpty();
    }

    @Test
    void refusesEdgesAndEntryPointsOfNodesThatItDoesNotKnow() {
        var builder = Graph.builder().nodes("a");

        assertThatThrownBy(() -> builder.edge("a", "x"))
                .hasMessage("Target node 'x' must be added before adding an edge (added: [a]).");
        assertThatThrownBy(() -> builder.edge("x", "a"))
                .hasMessage("Source node 'x' must be added before adding an edge (added: [a]).");
        assertThatThrownBy(() -> builder.entryPoint("x"))
                .hasMessage("Start node 'x' must be added before setting as entry point (added: [a]).");
    }

    @Test
    void needsNodesABeginningAndAnEnd() {
        var noStart = Graph.builder()
                .nodes("a", "b", "c")
                .edge(Edge.of("a", "b").when("x"))
                .edge(Edge.of("b", "a").when("x"))
                .edge(Edge.of("b", "c").when("y"));
        var noEnd = Graph.builder()
                .nodes("a", "b")
                .edge("a", "b")
                .edge(Edge.of("b", "a").when("x"));

        assertThatThrownBy(() -> Graph.builder().build()).hasMessage("Graph has no nodes.");
        assertThatThrownBy(noStart::build)
                .hasMessage("Graph must have at least one start node (edges lead to all of [a, b, c])");
        assertThatThrownBy(noEnd::build)
                .hasMessage("Graph must have at least one leaf node (edges leave all of [a, b])");
    }

    @Test
    void refusesANodeWithEdgesWithAndWithoutConditions() {
        var builder = Graph.builder()
                .nodes("a", "b", "c")
                .edge("a", "b")
                .edge(Edge.of("a", "c").when("x"));

        assertThatThrownBy(builder::build).hasMessage("Node 'a' has a mix of conditional and unconditional edges.");
    }

    @Test
    void refusesACycleThatNoConditionEnds() {
        // Of the two ways round one has a condition; the other does not.
        var builder = Graph.builder()
                .nodes("start", "a", "b", "c", "end")
                .edge(Edge.of("start", "c").when("x"))
                .edge(Edge.of("start", "end").when("y"))
                .edge("a", "b")
                .edge("b", "c")
                .edge("c", "a");

        assertThatThrownBy(builder::build).hasMessage("Cycle detected without exit condition: a -> b -> c -> a");
    }

    @Test
    void refusesAGroupWhoseEdgesDisagree() {
        var builder = Graph.builder()
                .nodes("a", "b", "c")
                .edge(Edge.of("a", "c").inGroup("g").any())
                .edge(Edge.of("b", "c").inGroup("g"));

        assertThatThrownBy(builder::build)
                .hasMessage("Conflicting activation conditions for target 'c' group 'g': 'any' (from node 'a') and"
                        + " 'all' (from node 'b')");
    }
}
