package dev.troupe.agent;

/**
 * Where an event is published: {@code type} says what it is, {@code source} says about what. A subscriber of the type
 * receives the event in the agent whose key equals {@code source}, which makes the source the unit of isolation: a
 * tenant, a session, a conversation. Written {@code type/source}.
 *
 * @param type letters, digits, {@code _}, {@code -}, {@code .}, {@code :} and {@code =}
 * @param source any text of 1 to 512 characters
 */
public record TopicId(String type, String source) {
    public TopicId {
        Names.requireTopicType(type);
        Names.requireKey(source, "topic source");
    }

    public static TopicId of(String type, String source) {
        return new TopicId(type, source);
    }

    /**
     * Reads {@code type/source}, split at the first {@code /}.
     *
     * @throws IllegalArgumentException if there is no {@code /}, or a part is invalid
     */
    public static TopicId parse(String text) {
        return Names.parse(text, "topic id", "type/source", TopicId::new);
    }

    @Override
    public String toString() {
        return type + "/" + source;
    }
}
