package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Outbox;
import dev.troupe.delivery.OutboxLimits;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.ledger.LaneLedger;
import dev.troupe.engine.ledger.LedgerNames;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Outbox} of a node, and what the end of a message means: whatever was not processed is kept as a dead
 * letter before its owner hears of it, unless it was cancelled. Not thread-safe; the shell calls {@link #flush} after a
 * round of events and {@link #onTick} while it is not {@link #isEmpty empty}.
 */
public final class Lane {

    /** What a lane wants done. */
    public interface Port {
        /**
         * Carries a batch; it may be lost, doubled or late.
         *
         * @param home where the recipient lived when it last told something: a hint; null if that is unknown
         * @param inDoubt whether the recipient was silent, or has left: then only who knows for sure may be asked
         */
        void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch);

        /** Keeps a message that was given up. */
        void deadLetter(Envelope envelope, int attempts, Failure failure);

        /** A recipient that was silent, or had left, is heard of again after so long. */
        default void heardAgain(AgentId recipient, long millis) {}
    }

    private final Outbox<AgentId, Envelope, Owner, Outcome> outbox;
    private final Settlements settlements = new Settlements();
    private final LaneLedger ledger;

    public Lane(StreamId stream, OutboxLimits limits, Port port) {
        this(stream, limits, port, new LaneLedger(new LedgerNames(1)));
    }

    /** @param ledger hears what comes and ends; nothing is decided by it */
    public Lane(StreamId stream, OutboxLimits limits, Port port, LaneLedger ledger) {
        this.ledger = ledger;
        this.outbox = new Outbox<>(stream, limits, Envelope::bytes, new OutboxPort(port, settlements, ledger));
    }

    /** Names one life of a lane of a node. */
    public static StreamId stream(String node, int lane, long incarnation) {
        return new StreamId(node + "#" + lane, incarnation);
    }

    /** Returns the node of a stream that {@link #stream} named. */
    public static String nodeOf(StreamId stream) {
        return stream.origin().substring(0, stream.origin().lastIndexOf('#'));
    }

    /** Tells whether {@link #stream} named a stream for {@code node}. */
    public static boolean isOf(StreamId stream, String node) {
        return stream.origin().startsWith(node) && stream.origin().lastIndexOf('#') == node.length();
    }

    /** Returns the lane of a stream that {@link #stream} named. */
    public static int laneOf(StreamId stream) {
        String origin = stream.origin();
        return Integer.parseInt(origin, origin.lastIndexOf('#') + 1, origin.length(), 10);
    }

    /**
     * Takes a message; its owner is told of its end. A cancellation ends a request that was never sent here, follows one
     * that was, and is over at once if that is settled.
     */
    public void offer(Envelope envelope, Owner owner) {
        ledger.opened(envelope);
        if (envelope.kind() == Envelope.Kind.CANCEL) {
            boolean sent = isSent(envelope);
            settlements.tellOwners();
            if (!sent) {
                owner.settled(envelope, Outcome.processed(1, null));
                return;
            }
        }
        outbox.offer(envelope.recipient(), envelope, owner, envelope.deadline());
    }

    /** Passes the time in that what is offered next counts as offered at. */
    public void onTime(long now) {
        outbox.onTime(now);
    }

    public void onReport(AgentId from, Report<Outcome> report, long now) {
        ledger.touch();
        outbox.onReport(from, report, now);
        settlements.tellOwners();
    }

    /** A node has left the cluster for good. */
    public void onNodeLeft(String node) {
        ledger.touch();
        outbox.onNodeLeft(node);
    }

    public void flush(long now) {
        outbox.flush(now);
    }

    public void onTick(long now) {
        ledger.touch();
        outbox.onTick(now);
        settlements.tellOwners();
    }

    /** Ends the lane: tells the owners of what is unsettled that nobody will know what became of it. */
    public void close(Failure why) {
        outbox.abandon((envelope, owner) -> owner.abandoned(envelope, why));
    }

    public boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** Counts what is unsettled; walks the recipients that something is unsettled for. */
    public LaneCensus census(long now) {
        var census = new LaneCensus.Builder();
        outbox.census((recipient, unsettled, oldestAt, inDoubt) -> census.add(
                recipient.type(), new LaneCensus.OfType(unsettled, Math.max(0, now - oldestAt), inDoubt ? 1 : 0)));
        return census.build();
    }

    /**
     * Compares the books with what is unsettled, if anything has happened since the last time; walks all of it.
     *
     * @param offeredAtLeast how much must have been offered by now
     * @return messages of which nobody knows what became of them; 0 if all is well
     */
    public long checkBooks(long offeredAtLeast) {
        return ledger.check(offeredAtLeast, outbox::forEach);
    }

    /** Returns the books; nobody else writes them. */
    public LaneLedger ledger() {
        return ledger;
    }

    /** Returns what the books are compared with. */
    Outbox<AgentId, Envelope, Owner, Outcome> outbox() {
        return outbox;
    }

    private boolean isSent(Envelope cancel) {
        return outbox.withdraw(
                cancel.recipient(),
                request -> request.id().equals(cancel.correlationId()),
                Outcome.deadLettered(0, Failures.CANCELLED));
    }

    private record OutboxPort(Port port, Settlements settlements, LaneLedger ledger)
            implements Outbox.Port<AgentId, Envelope, Owner, Outcome> {
        @Override
        public void send(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
            port.deliver(recipient, home, inDoubt, batch);
        }

        @Override
        public void settled(AgentId recipient, Envelope envelope, Owner owner, Outcome outcome) {
            ledger.ended(envelope, outcome);
            if (outcome.failure() != null && isKept(envelope, outcome.failure())) {
                port.deadLetter(envelope, outcome.attempts(), outcome.failure());
            }
            settlements.add(envelope, owner, outcome);
        }

        @Override
        public void heardAgain(AgentId recipient, long millis) {
            port.heardAgain(recipient, millis);
        }

        /** Nobody wants what was cancelled, and nobody can do anything about a cancellation. */
        private static boolean isKept(Envelope envelope, Failure failure) {
            return envelope.kind() != Envelope.Kind.CANCEL && failure.kind() != Failure.Kind.CANCELLED;
        }

        @Override
        public void expired(AgentId recipient, Envelope envelope, Owner owner, boolean sent) {
            String why = sent
                    ? "no receipt from " + recipient + " before the deadline; it may have been handled"
                    : "could not be handed to " + recipient + " before the deadline";
            settled(recipient, envelope, owner, Outcome.deadLettered(0, Failure.of(Failure.Kind.EXPIRED, why)));
        }
    }
}
