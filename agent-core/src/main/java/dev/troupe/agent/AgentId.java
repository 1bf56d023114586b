package dev.troupe.agent;

/**
 * The address of one agent: {@code type} names the code that handles its messages, {@code key} picks the instance.
 * An agent is virtual: it exists by being addressed. Written {@code type/key}.
 *
 * @param type letters, digits, {@code _}, {@code -} and {@code .}
 * @param key any text of 1 to 512 characters; it may contain {@code /}
 */
public record AgentId(String type, String key) {
    public AgentId {
        Names.requireAgentType(type);
        Names.requireKey(key, "agent key");
    }

    public static AgentId of(String type, String key) {
        return new AgentId(type, key);
    }

    /**
     * Reads {@code type/key}, split at the first {@code /}.
     *
     * @throws IllegalArgumentException if there is no {@code /}, or a part is invalid
     */
    public static AgentId parse(String text) {
        return Names.parse(text, "agent id", "type/key", AgentId::new);
    }

    /** Written out, as is {@link #hashCode}: faster than what a record gets, and it is called for every message. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof AgentId that && key.equals(that.key) && type.equals(that.type));
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + key.hashCode();
    }

    @Override
    public String toString() {
        return type + "/" + key;
    }
}
