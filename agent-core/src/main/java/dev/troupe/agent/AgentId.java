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

    @Override
    public String toString() {
        return type + "/" + key;
    }
}
