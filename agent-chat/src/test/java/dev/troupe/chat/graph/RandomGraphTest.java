package dev.troupe.chat.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.chat.manager.Managed;
import dev.troupe.chat.manager.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomGraphTest {
    private static final int GRAPHS = 200;
    private static final int MAX_NODES = 9;
    private static final int MAX_ROUNDS = 1000;

    @Test
    void runsEveryNodeOnceAfterAllOfItsParents() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            var random = new Random(seed);
            Graph graph = acyclic(random, edge -> edge);

            List<String> run = run(graph, random);

            assertThat(run).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(graph.nodes());
            for (Edge edge : graph.edges()) {
                assertThat(run.indexOf(edge.source()))
                        .as("seed %d: %s -> %s", seed, edge.source(), edge.target())
                        .isLessThan(run.indexOf(edge.target()));
            }
        }
    }

    @Test
    void runsNoNodeMoreThanOnceWhenSomeEdgesAreNotTaken() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            var random = new Random(seed);
            Graph graph = acyclic(random, edge -> edge.when(message -> random.nextInt(4) > 0));

            List<String> run = run(graph, random);

            assertThat(run).as("seed %d", seed).doesNotHaveDuplicates().containsAll(graph.entryPoints());
        }
    }

    @Test
    void comesToAnEndWhereAnyEdgeIsEnough() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            var random = new Random(seed);
            Graph graph = acyclic(random, Edge::any);

            List<String> run = run(graph, random);

            assertThat(Set.copyOf(run)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(graph.nodes());
        }
    }

    /** Returns a graph whose edges lead from smaller to greater numbers. */
    private static Graph acyclic(Random random, UnaryOperator<Edge> kind) {
        List<String> nodes = IntStream.rangeClosed(0, random.nextInt(MAX_NODES))
                .mapToObj(i -> "n" + i)
                .collect(Collectors.toCollection(ArrayList::new));
        var builder = Graph.builder().nodes(nodes.toArray(String[]::new));
        for (int from = 0; from < nodes.size(); from++) {
            for (int to = from + 1; to < nodes.size(); to++) {
                if (random.nextInt(3) == 0) {
                    builder.edge(kind.apply(Edge.of(nodes.get(from), nodes.get(to))));
                }
            }
        }
        return builder.build();
    }

    /** Returns who has spoken, until the graph is through; those who speak at once do so in any order. */
    private static List<String> run(Graph graph, Random random) {
        var members = Member.named(graph.nodes().toArray(String[]::new));
        var managed = Managed.by(GraphManager.of(graph).managing(members)).task("go");
        List<String> run = new ArrayList<>();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            var decision = managed.decide();
            if (decision.stopReason() != null) {
                return run;
            }
            List<String> speakers = new ArrayList<>(decision.speakers());
            Collections.shuffle(speakers, random);
            speakers.forEach(speaker -> managed.says(speaker, "I am " + speaker));
            run.addAll(speakers);
        }
        throw new AssertionError("after " + MAX_ROUNDS + " rounds: " + run + " (expected: an end)");
    }
}
