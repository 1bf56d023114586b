package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Fate;
import dev.troupe.agent.Receipt;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Notes what becomes of the messages that are kept in the store with the turn of their sender: of those that were sent
 * durable from outside each step, of others that they were given up. The end of a message is kept before its sender hears
 * of it, so what a sender need not send again has its fate in the store. Thread-safe.
 */
public final class Fates {
    private final FateStore store;
    private final Clock clock;

    public Fates(FateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Tells whether the dead letter of a message is in the store, and not in the memory of a node. */
    static boolean keeps(Envelope envelope) {
        return envelope.ordinal() > 0 && envelope.kind() == Envelope.Kind.MESSAGE;
    }

    /** A message leaves. Returns who hears of its end in the place of {@code sender}, and tells that one. */
    public Owner onSent(Envelope envelope, Owner sender) {
        if (!keeps(envelope)) {
            return sender;
        }
        boolean fromOutside = StoredSends.isBucket(envelope.sender());
        if (fromOutside) {
            var unused = store.keep(entry(envelope, Receipt.stored(envelope.id(), envelope.recipient())));
        }
        return sender.heardBy((sent, outcome) -> {
            if (fromOutside || isGivenUp(outcome)) {
                var unused = keepEnd(sent, outcome).thenRun(() -> sender.settled(sent, outcome));
            } else {
                sender.settled(sent, outcome);
            }
        });
    }

    /** An agent gives a message up that it has not sent. */
    public void onGivenUp(Envelope envelope, int attempts, Failure failure) {
        if (keeps(envelope)) {
            var unused = keepEnd(envelope, Outcome.deadLettered(attempts, failure));
        }
    }

    /** Returns what is known of a message, or of a publication. */
    public CompletionStage<Fate> find(String id) {
        return store.find(id).thenApply(receipts -> new Fate(id, receipts));
    }

    /** Tells whether a message is known to have had its end. */
    CompletionStage<Boolean> isEnded(String id, AgentId recipient) {
        return store.find(id, recipient)
                .thenApply(entry -> entry.map(FateStore.Entry::receipt)
                        .filter(receipt -> receipt.outcome() != Receipt.Outcome.STORED)
                        .isPresent());
    }

    private CompletionStage<Void> keepEnd(Envelope envelope, Outcome outcome) {
        return store.keep(entry(envelope, outcome.receipt(envelope.id(), envelope.recipient())));
    }

    private FateStore.Entry entry(Envelope envelope, Receipt receipt) {
        boolean deadLetter = receipt.outcome() == Receipt.Outcome.DEAD_LETTERED;
        return new FateStore.Entry(receipt, publication(envelope), deadLetter ? envelope : null, clock.instant());
    }

    private static @Nullable String publication(Envelope envelope) {
        return envelope.topic() == null ? null : StoredSends.publicationOf(envelope);
    }

    private static boolean isGivenUp(Outcome outcome) {
        return outcome.failure() != null && outcome.failure().kind() != Failure.Kind.CANCELLED;
    }
}
