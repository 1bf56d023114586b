package dev.troupe.agent;

/** The topic that everybody of one source shares when no better name is needed: a broadcast. */
public final class DefaultTopic {
    /** The topic type of every default topic. Subscribe to it by this name. */
    public static final String TYPE = "default";

    private DefaultTopic() {}

    /** Returns the default topic of {@code source}, for example of a tenant or a session. */
    public static TopicId of(String source) {
        return new TopicId(TYPE, source);
    }
}
