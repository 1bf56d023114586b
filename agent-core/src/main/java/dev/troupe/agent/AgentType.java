package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

/**
 * Names an agent type and the protocol it accepts. Declare one constant per agent class.
 *
 * @param name as in {@link AgentId#type}; also the prefix of its messages' JSON names
 * @param protocol a sealed interface whose records are the messages the agent accepts
 * @param <P> the protocol
 */
public record AgentType<P>(String name, Class<P> protocol) {
    public AgentType {
        Names.requireAgentType(name);
        requireNonNull(protocol, "protocol");
    }

    public static <P> AgentType<P> of(String name, Class<P> protocol) {
        return new AgentType<>(name, protocol);
    }

    /** Returns a reference to the agent of this type with {@code key}; it need not exist yet. */
    public AgentRef<P> ref(String key) {
        return new AgentRef<>(this, key);
    }
}
