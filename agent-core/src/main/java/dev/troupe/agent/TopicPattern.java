package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Picks topics for a live listener: every topic whose type starts with {@code typePrefix}, of one source or of all.
 *
 * @param typePrefix the start of the topic type; empty for every type
 * @param source the only source to hear; null for all
 */
public record TopicPattern(String typePrefix, @Nullable String source) {
    public TopicPattern {
        requireNonNull(typePrefix, "typePrefix");
    }

    /** Picks every topic. */
    public static TopicPattern all() {
        return new TopicPattern("", null);
    }

    /** Picks every topic whose type starts with {@code typePrefix}, whatever its source. */
    public static TopicPattern startingWith(String typePrefix) {
        return new TopicPattern(typePrefix, null);
    }

    /** Narrows to one source. */
    public TopicPattern ofSource(String newSource) {
        return new TopicPattern(typePrefix, newSource);
    }

    public boolean matches(TopicId topic) {
        return topic.type().startsWith(typePrefix) && (source == null || source.equals(topic.source()));
    }
}
