package dev.troupe.journal;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of durable senders an agent has had. Such a sender comes back after a crash and sends everything again
 * that it does not know to be settled, in the order of {@link Envelope#ordinal}; so the highest one handled says it all.
 *
 * <p>Bounded: the sender that was not heard for longest is forgotten beyond the limit; what it sends again after that is
 * handled again.
 */
public final class HeardSenders {
    /** Messages given up whose failure is remembered, per sender; older ones count as processed. */
    private static final int GIVEN_UP_LIMIT = 100;

    private static final class Heard {
        private long upTo;
        /** By ordinal, oldest first; null before the first. */
        private @Nullable Map<Long, AgentSnapshot.GivenUp> givenUp;
    }

    private final int limit;
    /** Who was heard last comes last. Null before the first: most agents hear none. */
    private @Nullable Map<AgentId, Heard> bySender;

    /** @param limit senders that are remembered, at most */
    public HeardSenders(int limit) {
        this.limit = limit;
    }

    /** Returns what became of a message; null if it is new, or its sender is not durable. */
    public @Nullable Outcome outcome(Envelope envelope) {
        if (envelope.ordinal() == 0 || bySender == null) {
            return null;
        }
        var heard = bySender.get(requireNonNull(envelope.sender()));
        if (heard == null || envelope.ordinal() > heard.upTo) {
            return null;
        }
        var givenUp = heard.givenUp == null ? null : heard.givenUp.get(envelope.ordinal());
        return givenUp == null
                ? Outcome.processed(1, null)
                : Outcome.deadLettered(givenUp.attempts(), givenUp.failure());
    }

    /** A message has its end here. */
    public void note(Envelope envelope, int attempts, @Nullable Failure failure) {
        if (envelope.ordinal() == 0) {
            return;
        }
        var heard = heard(requireNonNull(envelope.sender()));
        heard.upTo = Math.max(heard.upTo, envelope.ordinal());
        if (failure != null) {
            giveUp(heard, new AgentSnapshot.GivenUp(envelope.ordinal(), attempts, failure));
        }
    }

    List<AgentSnapshot.Sender> snapshot() {
        return bySender == null
                ? List.of()
                : bySender.entrySet().stream()
                        .map(each -> snapshot(each.getKey(), each.getValue()))
                        .toList();
    }

    void restore(AgentSnapshot.Sender sender) {
        var heard = heard(sender.id());
        heard.upTo = sender.upTo();
        sender.givenUp().forEach(each -> giveUp(heard, each));
    }

    private static AgentSnapshot.Sender snapshot(AgentId sender, Heard heard) {
        return new AgentSnapshot.Sender(
                sender, heard.upTo, heard.givenUp == null ? List.of() : List.copyOf(heard.givenUp.values()));
    }

    private static void giveUp(Heard heard, AgentSnapshot.GivenUp message) {
        if (heard.givenUp == null) {
            heard.givenUp = new LinkedHashMap<>();
        }
        heard.givenUp.put(message.ordinal(), message);
        if (heard.givenUp.size() > GIVEN_UP_LIMIT) {
            heard.givenUp.remove(heard.givenUp.keySet().iterator().next());
        }
    }

    private Heard heard(AgentId sender) {
        if (bySender == null) {
            bySender = new LinkedHashMap<>(4);
        }
        var known = bySender.remove(sender);
        var heard = known == null ? new Heard() : known;
        bySender.put(sender, heard);
        if (bySender.size() > limit) {
            bySender.remove(bySender.keySet().iterator().next());
        }
        return heard;
    }
}
