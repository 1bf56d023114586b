package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.multinode.Trace.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Holds what was sent against what the nodes applied. An agent that starts again on another node starts empty, so each
 * activation is judged on its own; all of them together must have applied everything that was acknowledged.
 */
final class Audit {
    /** A message, whoever applied it. */
    private record Message(String agent, String run, int number) {}

    private final List<Traffic.Sent> sent;
    private final List<Line> applied;
    private final Map<String, Map<String, Map<String, List<Integer>>>> byAgent;

    Audit(List<Traffic.Sent> sent, List<NodeProcess> nodes) {
        this.sent = sent;
        this.applied = nodes.stream()
                .filter(node -> node.trace().toFile().exists())
                .flatMap(node -> Trace.read(node.trace()).stream())
                .toList();
        this.byAgent = Trace.byAgent(applied);
    }

    void print(String title, Traffic traffic) {
        long acknowledged = sent.stream()
                .filter(message -> message.settled().join().receipt().processed())
                .count();
        var stayed = sent.stream()
                .filter(message ->
                        byAgent.getOrDefault(message.agent(), Map.of()).size() == 1)
                .toList();
        System.out.println(title + " | sent | refused | acknowledged | lost | applied twice | agents | activations"
                + " | longest stall ms | the same, of agents that stayed");
        System.out.printf(
                "%s | %d | %d | %d | %d | %d | %d | %d | %d | %d%n",
                " ".repeat(title.length()),
                sent.size(),
                traffic.refusedCount(),
                acknowledged,
                lost().size(),
                applied.size() - distinct().size(),
                byAgent.size(),
                byAgent.values().stream().mapToInt(Map::size).sum(),
                Traffic.longestStallMillis(sent),
                Traffic.longestStallMillis(stayed));
    }

    /** Returns the agents that were ever active on a node. */
    Set<String> agentsOn(NodeProcess node) {
        Set<String> agents = new HashSet<>();
        applied.stream()
                .filter(line -> line.activation().startsWith(node.name() + "#"))
                .forEach(line -> agents.add(line.agent()));
        return agents;
    }

    void everythingIsProcessed() {
        assertThat(sent)
                .extracting(message -> message.settled().join().receipt())
                .allMatch(receipt -> receipt.processed());
        assertThat(lost()).as("acknowledged and never applied").isEmpty();
    }

    /** Within each activation: numbers rise, so each comes once and in order. */
    void everyActivationIsInOrder() {
        byAgent.forEach((agent, activations) -> activations.forEach(
                (activation, runs) -> runs.forEach((run, numbers) -> assertThat(pairsOutOfOrder(numbers))
                        .as("%s, activation %s, %s, of %s", agent, activation, run, numbers)
                        .isEmpty())));
    }

    /** An agent that was only ever activated once has exactly what was sent. */
    void whoStayedHasEverythingOnce() {
        var expected = Trace.byAgent(sent.stream()
                .map(message -> new Line("sent", message.agent(), message.run(), message.number()))
                .toList());
        byAgent.forEach((agent, activations) -> {
            if (activations.size() == 1) {
                assertThat(activations.values())
                        .as("%s %s", agent, activations.keySet())
                        .containsExactly(expected.get(agent).get("sent"));
            }
        });
    }

    /** What the agents remember is what their last activation applied. */
    void memoryMatches(AgentRuntime runtime) throws Exception {
        for (var agent : byAgent.entrySet()) {
            var page = runtime.ask(LedgerAgent.TYPE.ref(agent.getKey()), new LedgerAgent.Read(), Duration.ofMinutes(2))
                    .toCompletableFuture()
                    .get(3, TimeUnit.MINUTES);
            assertThat(page.numbers())
                    .as("%s, activation %s", agent.getKey(), page.activation())
                    .isEqualTo(agent.getValue().getOrDefault(page.activation(), Map.of()));
        }
    }

    private Set<Message> lost() {
        Set<Message> lost = new HashSet<>();
        sent.stream()
                .filter(message -> message.settled().join().receipt().processed())
                .forEach(message -> lost.add(new Message(message.agent(), message.run(), message.number())));
        lost.removeAll(distinct());
        return lost;
    }

    private Set<Message> distinct() {
        Set<Message> distinct = new HashSet<>();
        applied.forEach(line -> distinct.add(new Message(line.agent(), line.run(), line.number())));
        return distinct;
    }

    private static List<String> pairsOutOfOrder(List<Integer> numbers) {
        List<String> pairs = new ArrayList<>();
        for (int index = 1; index < numbers.size(); index++) {
            if (numbers.get(index) <= numbers.get(index - 1)) {
                pairs.add(numbers.get(index - 1) + " before " + numbers.get(index));
            }
        }
        return pairs;
    }
}
