package dev.troupe.engine;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.UnreadableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages from outside that are stored before they are on their way. Each goes first to a durable agent of the runtime
 * itself, a bucket, and is stored with the turn in which that passes it on. Nothing of a message changes on the way but
 * its address: a header keeps whom it is for.
 */
public final class StoredSends {
    /** The reserved agent type; the key is the number of a bucket. */
    public static final String TYPE = "troupe.stored-sends";

    /** Why nothing can be sent so, and nothing is known of what was. */
    public static final Failure UNAVAILABLE = Failure.of(
            Failure.Kind.UNAVAILABLE,
            "no live node has a durable agent type, so nothing is stored (start one that has, then send durable)");

    private static final AgentType<Passage> AGENTS = AgentType.of(TYPE, Passage.class);
    private static final String RECIPIENT = SendOptions.RESERVED_HEADERS + "recipient";
    private static final String CALLERS_ID = SendOptions.RESERVED_HEADERS + "callers-id";

    private StoredSends() {}

    /** Returns what hosts the buckets. */
    public static AgentDefinition<Passage, StoredSendsAgent.Nothing> definition(Fates fates) {
        return AgentDefinition.of(
                        AGENTS, StoredSendsAgent.Nothing.class, context -> new StoredSendsAgent(context, fates))
                .durable();
    }

    /** Tells whether an agent is a bucket. */
    public static boolean isBucket(@Nullable AgentId agent) {
        return agent != null && agent.type().equals(TYPE);
    }

    /**
     * Addresses a message to its bucket. All to one recipient have the same one, so they stay in order.
     *
     * @param callersId whether the caller has given the message its id, and so may send it again
     */
    static Envelope toBucket(Envelope message, int buckets, boolean callersId) {
        Map<String, String> headers = new HashMap<>(message.headers());
        headers.put(RECIPIENT, message.recipient().toString());
        if (callersId) {
            headers.put(CALLERS_ID, "true");
        }
        int bucket = Math.floorMod(message.recipient().toString().hashCode(), buckets);
        return message.readdressed(null, new AgentId(TYPE, Integer.toString(bucket)))
                .withHeaders(headers);
    }

    /** Returns the id of the message of a publication to one subscriber. */
    static String publishedId(String publication, AgentId subscriber) {
        return publication + "@" + subscriber.type();
    }

    /** Returns the publication that {@link #publishedId} named a message for; null if it did not. */
    public static @Nullable String publicationOf(Envelope message) {
        String end = publishedId("", message.recipient());
        return message.id().endsWith(end)
                ? message.id().substring(0, message.id().length() - end.length())
                : null;
    }

    /** Tells whether the caller has given a message in a bucket its id. */
    static boolean hasCallersId(Envelope inBucket) {
        return inBucket.headers().containsKey(CALLERS_ID);
    }

    /** Returns what a bucket handles when it gets {@code envelope}. */
    static Passage passage(Envelope envelope) {
        if (!isForBucket(envelope)) {
            throw new UnreadableException(Failure.of(
                    Failure.Kind.UNHANDLED,
                    envelope.recipient() + " (expected: no message but those that are sent with SendOptions.durable)"));
        }
        return new Passage(envelope);
    }

    /** Returns the message as its recipient gets it, with its bucket as the sender; any other message as it is. */
    static Envelope fromBucket(Envelope envelope) {
        return isForBucket(envelope)
                ? envelope.readdressed(envelope.recipient(), recipient(envelope))
                        .withHeaders(without(envelope.headers()))
                : envelope;
    }

    /** Returns the agent that users take for the sender: none for what came from outside, by a bucket too. */
    public static Optional<AgentId> shownSender(Envelope envelope) {
        return Optional.ofNullable(envelope.sender()).filter(sender -> !isBucket(sender));
    }

    /** Returns what the caller is told. */
    public static Receipt receipt(Envelope envelope, Outcome outcome) {
        return isForBucket(envelope) && outcome.failure() == null
                ? Receipt.stored(envelope.id(), recipient(envelope))
                : outcome.receipt(envelope.id(), fromBucket(envelope).recipient());
    }

    /** Returns the end of a message that its caller repeats while its bucket has it under way: it is passed on once. */
    static @Nullable Outcome known(Envelope inBucket, Durability bucket) {
        return hasCallersId(inBucket) && isForBucket(inBucket) && bucket.isUnderWay(inBucket.id(), recipient(inBucket))
                ? Outcome.processed(1, null)
                : null;
    }

    private static boolean isForBucket(Envelope envelope) {
        return isBucket(envelope.recipient()) && envelope.headers().containsKey(RECIPIENT);
    }

    private static AgentId recipient(Envelope inBucket) {
        return AgentId.parse(inBucket.headers().getOrDefault(RECIPIENT, ""));
    }

    private static Map<String, String> without(Map<String, String> headers) {
        Map<String, String> others = new HashMap<>(headers);
        others.keySet().removeAll(Set.of(RECIPIENT, CALLERS_ID));
        return others;
    }
}
