package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import java.util.Collection;

/** What the mail of one activation of an agent is written from. */
final class AgentDesk {
    private final AgentMachine.Identity identity;
    private final long expiry;
    private final MessageTypes types;
    private final AgentPort port;
    private long lastId;

    AgentDesk(AgentMachine.Identity identity, long expiry, MessageTypes types, AgentPort port) {
        this.identity = identity;
        this.expiry = expiry;
        this.types = types;
        this.port = port;
    }

    AgentId self() {
        return identity.self();
    }

    /** Returns after how many milliseconds a message expires that says nothing else. */
    long expiry() {
        return expiry;
    }

    Payload encode(Object message) {
        return types.encode(message);
    }

    Collection<AgentId> subscribers(TopicId topic) {
        return port.subscribers(topic);
    }

    String newId() {
        return Long.toString(identity.activation(), Character.MAX_RADIX) + "-" + ++lastId;
    }
}
