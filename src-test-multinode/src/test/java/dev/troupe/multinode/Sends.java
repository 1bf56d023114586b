package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the nodes of a test have sent, and what they were told of it. */
final class Sends {
    private final List<? extends Node> nodes;
    private final Map<Message, SendLog.Line> ends = new HashMap<>();
    private final Set<Message> attempted = new HashSet<>();

    /** Reads what the nodes have written. */
    Sends(List<? extends Node> nodes) {
        this.nodes = nodes;
        for (var node : nodes) {
            for (var line : SendLog.read(node.sends())) {
                if (line.isAttempt()) {
                    attempted.add(line.message());
                } else {
                    ends.put(line.message(), line);
                }
            }
        }
    }

    /** Returns all that was sent or refused. */
    Set<Message> attempted() {
        return attempted;
    }

    /** Returns what was told of messages. */
    Collection<SendLog.Line> ends() {
        return ends.values();
    }

    /** Tells whether a message was acknowledged. */
    boolean isAcknowledged(Message message) {
        var end = ends.get(message);
        return end != null && end.processed();
    }

    Stream<SendLog.Line> acknowledged() {
        return ends.values().stream().filter(SendLog.Line::processed);
    }

    /** Returns how many messages left their node. */
    long sent() {
        return attempted.size() - count(end -> end.outcome().equals(SendLog.REFUSED));
    }

    /** Returns how many messages the nodes that live have refused. */
    long refused() {
        return nodes.stream()
                .filter(node -> node.isAlive() && Files.exists(node.sends()))
                .map(Node::counts)
                .mapToLong(counts -> counts.overloaded() + counts.unavailable())
                .sum();
    }

    long deadLettered() {
        return count(SendLog.Line::deadLettered);
    }

    long failed() {
        return count(end -> end.outcome().equals(SendLog.FAILED));
    }

    /** Returns what was sent, and nobody was told of. */
    Set<Message> unknown() {
        Set<Message> unknown = new HashSet<>(attempted);
        unknown.removeAll(ends.keySet());
        return unknown;
    }

    /** Returns the send of these nodes that took longest, for people. */
    String longestStall(Collection<? extends Node> senders) {
        return ends.values().stream()
                .filter(end -> senders.stream().anyMatch(node -> isBy(node, end.message())))
                .max(Comparator.comparingLong(SendLog.Line::tookMillis))
                .map(end -> end.tookMillis() + " ms (" + end.message().run() + " to "
                        + end.message().agent() + ", sent at " + Instant.ofEpochMilli(end.at() - end.tookMillis())
                        + ")")
                .orElse("none");
    }

    /** Every message of these nodes has an outcome. */
    void allHaveAnOutcome(Collection<? extends Node> senders) {
        var unknown = unknown();
        for (var node : senders) {
            assertThat(unknown).as("sent by %s, without an outcome", node).noneMatch(message -> isBy(node, message));
        }
    }

    /** Every message of these nodes was processed. */
    void allAreProcessed(Collection<? extends Node> senders) {
        for (var node : senders) {
            assertThat(attempted.stream().filter(message -> isBy(node, message)).map(ends::get))
                    .as("sent by %s", node)
                    .isNotEmpty()
                    .allMatch(end -> end.processed() || end.outcome().equals(SendLog.REFUSED));
        }
    }

    static boolean isBy(Node node, Message message) {
        return message.run().startsWith(node.name() + ".");
    }

    private long count(Predicate<SendLog.Line> which) {
        return ends.values().stream().filter(which).count();
    }
}
