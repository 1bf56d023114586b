package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** A message that a node has accepted to deliver, and its end. */
final class Posting {

    /** Names a message at its recipient: a publication has one id for all. */
    record Key(String messageId, AgentId recipient) {
        @Override
        public String toString() {
            return messageId + " to " + recipient;
        }
    }

    final Key key;
    final long number;
    final Envelope envelope;
    final SimulatedNode node;
    /** Whose messages stay in order: one activation of an agent, or all from outside that one life of a node takes. */
    final String sender;

    final long at;

    @Nullable
    Outcome outcome;

    Posting(long number, Envelope envelope, SimulatedNode node, String sender, long at) {
        this.key = new Key(envelope.id(), envelope.recipient());
        this.number = number;
        this.envelope = envelope;
        this.node = node;
        this.sender = sender;
        this.at = at;
    }

    @Override
    public String toString() {
        return key + " from " + sender;
    }
}
