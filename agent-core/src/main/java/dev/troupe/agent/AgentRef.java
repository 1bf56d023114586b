package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

/**
 * A typed {@link AgentId}, for code. It holds no connection and equals every other reference with the same type and
 * key. State and messages carry {@link #id} instead.
 *
 * @param <P> the protocol the agent accepts
 */
public record AgentRef<P>(AgentType<P> type, String key) {
    public AgentRef {
        requireNonNull(type, "type");
        Names.requireKey(key, "agent key");
    }

    public AgentId id() {
        return new AgentId(type.name(), key);
    }

    @Override
    public String toString() {
        return type.name() + "/" + key;
    }
}
