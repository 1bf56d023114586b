package dev.troupe.chat.graph;

import static java.util.Objects.requireNonNull;

import dev.troupe.chat.ChatMessage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What leads from one node to another, once the first has spoken.
 *
 * @param condition on what the first has said; null if it is always taken. It is quick, and depends on the message only
 * @param group of the edges to {@code target} that count together; the target's name unless it is said
 * @param activation how many edges of the group have to be taken until the target runs
 */
public record Edge(
        String source, String target, @Nullable Predicate<ChatMessage> condition, String group, Activation activation) {
    public Edge {
        requireNonNull(source, "source");
        requireNonNull(target, "target");
        requireNonNull(group, "group");
        requireNonNull(activation, "activation");
    }

    /** An edge that is always taken; its target runs when all edges to it are. */
    public static Edge of(String source, String target) {
        return new Edge(source, target, null, target, Activation.ALL);
    }

    /** Returns the edge that is taken when the message of its source contains {@code text}. */
    public Edge when(String text) {
        requireNonNull(text, "text");
        return when(message -> message.toText().contains(text));
    }

    /** Returns the edge that is taken when {@code holds} is true of the message of its source. */
    public Edge when(Predicate<ChatMessage> holds) {
        return new Edge(source, target, requireNonNull(holds, "condition"), group, activation);
    }

    /** Returns the edge as one of {@code group}: the edges of another group to the same target do not count for it. */
    public Edge inGroup(String group) {
        return new Edge(source, target, condition, group, activation);
    }

    /** Returns the edge as one of a group of which any is enough. */
    public Edge any() {
        return new Edge(source, target, condition, group, Activation.ANY);
    }

    boolean conditional() {
        return condition != null;
    }

    boolean takenAfter(ChatMessage message) {
        return condition == null || condition.test(message);
    }
}
