package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import java.util.Collection;
import java.util.Map;

/** What the mail of one activation of an agent is written from. */
final class AgentDesk {
    private static final long MICROS = 1_000;

    private final AgentMachine.Identity identity;
    private final long expiry;
    private final MessageTypes types;
    private final AgentPort port;
    private final boolean durable;
    private long lastId;
    private long lastOrdinal;

    AgentDesk(AgentMachine.Identity identity, long expiry, boolean durable, MessageTypes types, AgentPort port) {
        this.identity = identity;
        this.expiry = expiry;
        this.durable = durable;
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

    boolean traced() {
        return port.traced();
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

    /** Continues after the ordinals that an earlier life has given. */
    void continueAfter(long ordinal) {
        lastOrdinal = ordinal;
    }

    /**
     * Returns a message with the next ordinal, if the agent is durable. The first one comes from the time: an agent whose
     * journal was deleted must not be taken for one that repeats itself.
     */
    Envelope numbered(Envelope envelope, long now) {
        if (!durable) {
            return envelope;
        }
        lastOrdinal = lastOrdinal == 0 ? now * MICROS + 1 : lastOrdinal + 1;
        return envelope.withOrdinal(lastOrdinal);
    }

    /** Makes the failure of a request, for the agent that asked. */
    Envelope failureOf(String requestId, Failure failure) {
        return new Envelope(
                newId(),
                Envelope.Kind.FAILURE,
                identity.self(),
                identity.self(),
                null,
                Failures.encode(failure),
                null,
                null,
                requestId,
                Long.MAX_VALUE,
                Map.of());
    }
}
