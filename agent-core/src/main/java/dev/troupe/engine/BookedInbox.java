package dev.troupe.engine;

import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.AgentMachine.Identity;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;

/** The inbox of one agent, and its books: how many messages it has let in that have not come to their end. */
public final class BookedInbox {
    private final Inbox<Envelope, Outcome> inbox;
    private long open;
    private boolean released;

    public BookedInbox(Identity identity, AgentLimits limits, Inbox.Watch watch) {
        this.inbox =
                new Inbox<>(identity.home(), identity.activation(), limits.inboxLimit(), limits.streamsLimit(), watch);
    }

    /** Takes a batch: returns its new entries, in order. */
    public List<Batch.Entry<Envelope>> accept(Batch<Envelope> batch) {
        var fresh = inbox.accept(batch);
        open += fresh.size();
        return fresh;
    }

    /** Ends an accepted entry. */
    public void settle(StreamId stream, long seq, Outcome outcome) {
        open--;
        inbox.settle(stream, seq, outcome);
    }

    /** Takes nothing of a batch, as if the inbox were full. */
    public void refuse(Batch<Envelope> batch) {
        inbox.refuse(batch);
    }

    /** Takes over what an earlier activation has settled. */
    void restore(StreamId stream, long floor, List<Report.Settled<Outcome>> settled) {
        inbox.restore(stream, floor, settled);
    }

    long floor(StreamId stream) {
        return inbox.floor(stream);
    }

    /** Returns and forgets what there is to tell the senders. */
    public List<Report<Outcome>> reports() {
        return inbox.reports();
    }

    /** Says farewell: what has not come to its end goes back to the senders. */
    public List<Report<Outcome>> release() {
        released = true;
        return inbox.release();
    }

    /** Returns the number of entries accepted and not settled. */
    public int waiting() {
        return inbox.waiting();
    }

    int streams() {
        return inbox.streams();
    }

    /**
     * Returns by how many messages books and inbox differ.
     *
     * @param busy whether the agent has anything to do: if not, both must be empty, unless all has been handed back
     */
    long imbalance(boolean busy) {
        return busy ? imbalance() : imbalance(0);
    }

    /** Returns by how many messages at most books, inbox, and what the agent has to do differ. */
    public long imbalance(long todo) {
        return released ? imbalance() : Math.max(imbalance(), Math.abs(open - todo));
    }

    private long imbalance() {
        return Math.abs(open - inbox.waiting());
    }
}
