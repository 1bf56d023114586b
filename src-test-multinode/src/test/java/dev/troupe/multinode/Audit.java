package dev.troupe.multinode;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Holds what was sent and what was told of it against what the nodes applied, as Jepsen's total-queue checker does. An
 * agent that starts again on another node starts empty, so each activation is judged on its own; all of them together
 * must have applied everything that was acknowledged.
 */
final class Audit {
    private final Sends sends;
    private final List<Trace.Line> applied = new ArrayList<>();
    private final Map<String, Map<String, List<Trace.Line>>> byAgent = new LinkedHashMap<>();

    /** Reads what all nodes of a test have written. */
    Audit(List<? extends Node> nodes) {
        this.sends = new Sends(nodes);
        nodes.forEach(node -> applied.addAll(Trace.read(node.trace())));
        for (var line : applied) {
            byAgent.computeIfAbsent(line.message().agent(), agent -> new LinkedHashMap<>())
                    .computeIfAbsent(line.activation(), activation -> new ArrayList<>())
                    .add(line);
        }
    }

    /**
     * Prints the figures of a scenario in one line.
     *
     * @param lived the nodes whose sends the longest stall is looked for in: one that was cut off or paused waits as
     *     long as that lasts
     */
    void print(String scenario, Collection<? extends Node> lived) {
        System.out.printf(
                "%s: %d sent, %d refused, %d acknowledged, %d applied, %d lost, %d applied twice, %d applied again"
                        + " elsewhere, %d recovered, %d dead-lettered, %d failed, %d unknown, longest stall %s,"
                        + " %d agents, %d activations%n",
                scenario,
                sends.sent(),
                sends.refused(),
                sends.acknowledged().count(),
                distinct().size(),
                lost().size(),
                appliedTwice().size(),
                appliedAgain(),
                recovered(),
                sends.deadLettered(),
                sends.failed(),
                sends.unknown().size(),
                sends.longestStall(lived),
                byAgent.size(),
                byAgent.values().stream().mapToInt(Map::size).sum());
    }

    /** Prints how long the agents that moved away from a node kept their senders waiting: the worst send to each. */
    void printStallsOfMoved(Node from, long sinceMillis) {
        var moved = agentsOn(from);
        Map<String, Long> worst = new HashMap<>();
        for (var end : sends.ends()) {
            if (moved.contains(end.message().agent()) && end.at() >= sinceMillis) {
                worst.merge(end.message().agent(), end.tookMillis(), Math::max);
            }
        }
        var sorted = worst.values().stream().sorted().toList();
        System.out.printf(
                "worst send to each of %d agents that moved: p50 %d ms, p99 %d ms, worst %d ms%n",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get((sorted.size() - 1) * 99 / 100),
                sorted.get(sorted.size() - 1));
    }

    /**
     * Nothing acknowledged is lost, no activation applied anything twice or out of order, nothing was applied that
     * nobody sent; every message of the nodes that lived has an outcome.
     */
    void check(Collection<? extends Node> lived) {
        assertThat(lost()).as("acknowledged and never applied").isEmpty();
        assertThat(appliedTwice()).as("applied twice by one activation").isEmpty();
        assertThat(outOfOrder()).as("applied out of order").isEmpty();
        Set<Message> neverSent = distinct();
        neverSent.removeAll(sends.attempted());
        assertThat(neverSent).as("applied, never sent").isEmpty();
        sends.allHaveAnOutcome(lived);
    }

    /** Every message of these nodes was processed. */
    void everythingIsProcessed(Collection<? extends Node> senders) {
        sends.allAreProcessed(senders);
    }

    /** What the agents remember is what their last activation applied. */
    void memoryMatches(AgentRuntime runtime) throws Exception {
        for (var agent : byAgent.entrySet()) {
            var page = runtime.ask(LedgerAgent.TYPE.ref(agent.getKey()), new LedgerAgent.Read(), Duration.ofMinutes(2))
                    .toCompletableFuture()
                    .get(3, TimeUnit.MINUTES);
            assertThat(page.numbers())
                    .as("%s, activation %s", agent.getKey(), page.activation())
                    .isEqualTo(numbersByRun(agent.getValue().getOrDefault(page.activation(), List.of())));
        }
    }

    /** No two activations of an agent applied messages at the same time. */
    void noAgentWasActiveTwice() {
        assertThat(overlaps()).as("activations that overlap").isEmpty();
    }

    /** What a node's agents applied after a moment was acknowledged by nobody but the node itself. */
    void nothingCountsThat(Node node, long afterMillis) {
        Set<Message> elsewhere = messages(applied.stream().filter(line -> !line.isBy(node)));
        Set<Message> late = messages(applied.stream().filter(line -> line.isBy(node) && line.at() >= afterMillis));
        assertThat(sends.ends())
                .as("believed though applied by %s only, after it was gone", node)
                .noneMatch(end -> end.processed()
                        && end.at() >= afterMillis
                        && late.contains(end.message())
                        && !elsewhere.contains(end.message())
                        && !Sends.isBy(node, end.message()));
    }

    /** Returns the agents that were ever active on a node. */
    Set<String> agentsOn(Node node) {
        return applied.stream()
                .filter(line -> line.isBy(node))
                .map(line -> line.message().agent())
                .collect(toCollection(HashSet::new));
    }

    long deadLettered() {
        return sends.deadLettered();
    }

    private Set<Message> lost() {
        Set<Message> lost = sends.acknowledged().map(SendLog.Line::message).collect(toCollection(HashSet::new));
        lost.removeAll(distinct());
        return lost;
    }

    private List<Trace.Line> appliedTwice() {
        Set<String> seen = new HashSet<>();
        return applied.stream()
                .filter(line ->
                        !seen.add(line.activation() + "\t" + line.message().text()))
                .toList();
    }

    /** By a later activation: its predecessor is gone, or its receipt was lost on the way. */
    private long appliedAgain() {
        return (long) applied.size() - appliedTwice().size() - distinct().size();
    }

    /** Applied without an acknowledgement. */
    private long recovered() {
        return distinct().stream()
                .filter(message -> !sends.isAcknowledged(message))
                .count();
    }

    private Set<Message> distinct() {
        return messages(applied.stream());
    }

    private List<String> outOfOrder() {
        List<String> pairs = new ArrayList<>();
        byAgent.values()
                .forEach(activations -> activations.forEach((activation, lines) -> numbersByRun(lines)
                        .forEach((run, numbers) -> {
                            for (int index = 1; index < numbers.size(); index++) {
                                if (numbers.get(index) <= numbers.get(index - 1)) {
                                    pairs.add(activation + ", " + run + ": " + numbers.get(index - 1) + " before "
                                            + numbers.get(index));
                                }
                            }
                        })));
        return pairs;
    }

    private List<String> overlaps() {
        List<String> overlaps = new ArrayList<>();
        byAgent.forEach((agent, activations) -> {
            var lives = new ArrayList<>(activations.values());
            lives.sort((a, b) -> Long.compare(a.get(0).at(), b.get(0).at()));
            for (int index = 1; index < lives.size(); index++) {
                var earlier = lives.get(index - 1);
                var later = lives.get(index);
                long millis =
                        earlier.get(earlier.size() - 1).at() - later.get(0).at();
                if (millis > 0) {
                    overlaps.add(agent + ": " + earlier.get(0).activation() + " and "
                            + later.get(0).activation() + " for " + millis + " ms");
                }
            }
        });
        return overlaps;
    }

    private static Map<String, List<Integer>> numbersByRun(List<Trace.Line> lines) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        for (var line : lines) {
            numbers.computeIfAbsent(line.message().run(), run -> new ArrayList<>())
                    .add(line.message().number());
        }
        return numbers;
    }

    private static Set<Message> messages(Stream<Trace.Line> lines) {
        return lines.map(Trace.Line::message).collect(toCollection(HashSet::new));
    }
}
