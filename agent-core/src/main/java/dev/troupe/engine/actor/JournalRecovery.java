package dev.troupe.engine.actor;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotOffer;
import scala.Option;

/**
 * Recovers as the agent would, from any journal, and ends. It writes nothing, so it does not disturb an agent of the same
 * id. (The typed actors of Pekko recover all or nothing; this kind takes a range.)
 */
final class JournalRecovery extends AbstractPersistentActor {

    /** Is given what is read, in order, on one thread at a time. */
    @FunctionalInterface
    interface Reader {
        /** Takes a snapshot, or an entry. */
        void read(long number, Object stored);
    }

    private final String persistenceId;
    private final Recovery range;
    private final Reader reader;
    private final CompletableFuture<Long> highest;

    private JournalRecovery(String persistenceId, Recovery range, Reader reader, CompletableFuture<Long> highest) {
        this.persistenceId = persistenceId;
        this.range = range;
        this.reader = reader;
        this.highest = highest;
    }

    /** @param highest is completed with the highest number in the journal, when all of {@code range} is read */
    static Props create(String persistenceId, Recovery range, Reader reader, CompletableFuture<Long> highest) {
        return Props.create(JournalRecovery.class, () -> new JournalRecovery(persistenceId, range, reader, highest));
    }

    @Override
    public String persistenceId() {
        return persistenceId;
    }

    @Override
    public Recovery recovery() {
        return range;
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder()
                .match(
                        SnapshotOffer.class,
                        offer -> reader.read(offer.metadata().sequenceNr(), offer.snapshot()))
                .match(RecoveryCompleted.class, completed -> onCompleted())
                .matchAny(entry -> reader.read(lastSequenceNr(), entry))
                .build();
    }

    private void onCompleted() {
        highest.complete(lastSequenceNr());
        getContext().stop(getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().build();
    }

    /** Pekko stops this then. */
    @Override
    public void onRecoveryFailure(Throwable cause, Option<Object> event) {
        highest.completeExceptionally(cause);
    }

    @Override
    public void postStop() {
        highest.completeExceptionally(new IllegalStateException("the runtime ended meanwhile"));
    }
}
