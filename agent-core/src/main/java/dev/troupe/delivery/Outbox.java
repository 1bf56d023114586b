package dev.troupe.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sending side: keeps every message until its recipient has settled it, and has at most one unaccepted batch under
 * way per recipient. What is offered meanwhile gathers and leaves as the next batch: no delay at low load, large
 * batches at high load, and never a gap to repair. A recipient costs nothing while nothing is unsettled for it.
 *
 * <p>Not thread-safe. The caller passes the time in, calls {@link #flush} after a round of events, and {@link #onTick}
 * a few times a second while the outbox is not {@link #isEmpty empty}; a tick visits only recipients with unsettled
 * messages.
 *
 * @param <A> the address of a recipient
 * @param <M> the message
 * @param <W> who wants to know of its end
 * @param <O> the outcome of an entry
 */
public final class Outbox<A, M, W, O> {

    /** What the outbox wants done. */
    public interface Port<A, M, W, O> {
        /**
         * Carries a batch to a recipient; it may be lost, doubled or late.
         *
         * @param home where the recipient lived when it last told something; null if that is unknown
         * @param inDoubt whether the recipient was silent, or has left: a guess of the caller's is not good enough then
         */
        void send(A recipient, @Nullable String home, boolean inDoubt, Batch<M> batch);

        /** The recipient has settled the message; called once per message. */
        void settled(A recipient, M message, W owner, O outcome);

        /** The deadline has passed without a settlement; called once per message, instead of {@code settled}. */
        void expired(A recipient, M message, W owner, boolean sent);

        /**
         * A recipient that was silent, or had left, is heard of again.
         *
         * @param millis since it was heard of before, or since something waits for it if that is less
         */
        default void heardAgain(A recipient, long millis) {}
    }

    /** Looks at what is unsettled. */
    @FunctionalInterface
    public interface Census<A> {
        /**
         * Tells of a recipient that something is unsettled for.
         *
         * @param oldestAt when the oldest of the messages was offered
         */
        void count(A recipient, int unsettled, long oldestAt, boolean inDoubt);
    }

    private final StreamId stream;
    private final OutboxLimits limits;
    private final ToIntFunction<M> bytesOf;
    private final Port<A, M, W, O> port;
    private final Map<A, Channel<A, M, W, O>> channels = new HashMap<>();
    /** Those to look at with the next flush; one may have lost its last message by then. */
    private final List<Channel<A, M, W, O>> ready = new ArrayList<>();

    private long lastSeq;
    private long lastBatch;
    /** The last time that was passed in. */
    private long time;

    public Outbox(StreamId stream, OutboxLimits limits, ToIntFunction<M> bytesOf, Port<A, M, W, O> port) {
        this.stream = stream;
        this.limits = limits;
        this.bytesOf = bytesOf;
        this.port = port;
    }

    /** Passes the time in that what is offered next counts as offered at. */
    public void onTime(long now) {
        time = now;
    }

    /** Takes a message. It leaves with the next {@link #flush} that finds the recipient free. */
    public void offer(A recipient, M message, W owner, long deadline) {
        var channel = channels.computeIfAbsent(recipient, Channel::new);
        channel.add(new Window.Item<>(new Batch.Entry<>(++lastSeq, message), owner, deadline, time));
        ready(channel);
    }

    /** Sends a batch to every recipient that has something waiting and no unaccepted batch under way. */
    public void flush(long now) {
        time = now;
        for (var channel : ready) {
            channel.ready = false;
            if (channel.maySend(now)) {
                port.send(
                        channel.recipient,
                        channel.home(),
                        channel.inDoubt(),
                        channel.nextBatch(stream, ++lastBatch, limits, bytesOf));
                channel.sentAt(now);
            }
        }
        ready.clear();
    }

    /**
     * Settles a message that was never sent with {@code outcome}.
     *
     * @return whether there is such a message that was sent and is not settled
     */
    public boolean withdraw(A recipient, Predicate<? super M> which, O outcome) {
        var channel = channels.get(recipient);
        if (channel == null) {
            return false;
        }
        boolean sent = channel.withdraw(which, outcome, port);
        if (channel.size() == 0) {
            channels.remove(recipient);
        }
        return sent;
    }

    /** Takes what a recipient tells. Reports of other streams and of settled entries are ignored. */
    public void onReport(A recipient, Report<O> report, long now) {
        var channel = channels.get(recipient);
        if (channel == null || !report.stream().equals(stream)) {
            return;
        }
        channel.onReport(report, now, limits, port);
        if (channel.size() == 0) {
            channels.remove(recipient);
        } else {
            ready(channel);
        }
    }

    /** A node is gone: what was there, or may be on the way to it, goes out again at once. */
    public void onNodeLeft(String node) {
        for (var channel : channels.values()) {
            if (channel.mayLiveAt(node)) {
                channel.onGone();
                ready(channel);
            }
        }
    }

    /** Does what has become due: sends again, asks after silent entries, gives up expired ones. */
    public void onTick(long now) {
        for (Iterator<Channel<A, M, W, O>> all = channels.values().iterator(); all.hasNext(); ) {
            var channel = all.next();
            channel.expire(now, limits.grace(), port);
            var probe = channel.onTick(stream, lastBatch + 1, now, limits);
            if (probe != null) {
                lastBatch++;
                port.send(channel.recipient, null, true, probe);
            }
            if (channel.size() == 0) {
                all.remove();
            } else {
                ready(channel);
            }
        }
        flush(now);
    }

    /** Forgets everything that is unsettled; {@code each} gets the messages and their owners. */
    public void abandon(BiConsumer<M, W> each) {
        channels.values().forEach(channel -> channel.abandon(each));
        channels.clear();
        ready.clear();
    }

    /** Tells whether everything is settled. */
    public boolean isEmpty() {
        return channels.isEmpty();
    }

    /** Returns the number of unsettled messages; walks the recipients that have some. */
    public int unsettled() {
        return channels.values().stream().mapToInt(Channel::size).sum();
    }

    /** Shows what is unsettled, recipient by recipient. */
    public void census(Census<? super A> census) {
        channels.values()
                .forEach(channel ->
                        census.count(channel.recipient, channel.size(), channel.oldestAt(), channel.inDoubt()));
    }

    /** Shows every unsettled message. */
    public void forEach(Consumer<? super M> each) {
        channels.values().forEach(channel -> channel.forEach(each));
    }

    private void ready(Channel<A, M, W, O> channel) {
        if (!channel.ready) {
            channel.ready = true;
            ready.add(channel);
        }
    }

    @Override
    public String toString() {
        return "Outbox(" + stream + ", recipients=" + channels.size() + ", unsettled=" + unsettled() + ")";
    }
}
