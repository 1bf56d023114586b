package dev.troupe.testkit.simulation;

import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** A message that a node has accepted to deliver, and its end. */
final class Posting {
    final long number;
    final Envelope envelope;
    final SimulatedNode node;
    /** Whose messages stay in order: one activation of an agent, or all from outside that one life of a node takes. */
    final String sender;

    final long at;

    @Nullable
    Outcome outcome;

    Posting(long number, Envelope envelope, SimulatedNode node, String sender, long at) {
        this.number = number;
        this.envelope = envelope;
        this.node = node;
        this.sender = sender;
        this.at = at;
    }

    /** Names the message at its recipient: a publication has one id for all. */
    String key() {
        return key(envelope.id(), envelope.recipient());
    }

    static String key(String messageId, Object recipient) {
        return messageId + " to " + recipient;
    }

    @Override
    public String toString() {
        return key() + " from " + sender;
    }
}
