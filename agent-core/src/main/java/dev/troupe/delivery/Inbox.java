package dev.troupe.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of one recipient: says which entries are new, refuses what does not fit, and tells the outcome of
 * duplicates again. What it accepts is in order per stream and without gaps; when to handle it is the caller's choice.
 *
 * <p>Memory: an outcome is kept until the sender's floor has passed it, so per stream at most as many as the sender has
 * unsettled; a stream with nothing waiting is forgotten when more than {@code maxStreams} are known. A duplicate that
 * arrives after that is applied again. Not thread-safe.
 *
 * @param <M> the message
 * @param <O> the outcome of an entry
 */
public final class Inbox<M, O> {
    /** Hears of what is not taken. It has no part in what happens. */
    public interface Watch {
        /** Hears of nothing. */
        Watch NONE = new Watch() {};

        /** So many entries of a batch had been accepted before. */
        default void duplicates(int entries) {}

        /** So many entries of a batch did not fit. */
        default void refused(int entries) {}
    }

    private final String home;
    private final long activation;
    private final int limit;
    private final int maxStreams;
    private final Watch watch;
    /** In order of use, so that the one to forget comes first. */
    private final Map<StreamId, Stream<O>> streams = new LinkedHashMap<>(4, 0.75f, true);

    /** Those with something to report. */
    private final List<Stream<O>> news = new ArrayList<>(1);
    /** The one looked for last, which is most often the one looked for next. */
    private @Nullable Stream<O> last;

    private int waiting;

    public Inbox(String home, long activation, int limit, int maxStreams) {
        this(home, activation, limit, maxStreams, Watch.NONE);
    }

    /**
     * @param activation another one for each life of the recipient; not 0
     * @param limit entries that are accepted and not settled, at most; above it a stream that has none may have one
     * @param maxStreams streams that are remembered, at most, and entries above the limit
     */
    public Inbox(String home, long activation, int limit, int maxStreams, Watch watch) {
        Arguments.require(activation != 0, "activation", activation, "not 0");
        Arguments.require(limit >= 1, "limit", limit, ">= 1");
        Arguments.require(maxStreams >= 1, "maxStreams", maxStreams, ">= 1");
        this.home = home;
        this.activation = activation;
        this.limit = limit;
        this.maxStreams = maxStreams;
        this.watch = watch;
    }

    /** Takes a batch: returns its new entries, in order, and notes what there is to report. */
    public List<Batch.Entry<M>> accept(Batch<M> batch) {
        var stream = stream(batch.stream());
        hasNews(stream);
        stream.raiseFloor(batch.floor());
        stream.answers = batch.number();
        stream.full = false;
        List<Batch.Entry<M>> fresh = new ArrayList<>(batch.entries().size());
        if (batch.previous() > stream.accepted && batch.previous() >= stream.floor) {
            return fresh;
        }
        int duplicates = 0;
        for (var entry : batch.entries()) {
            if (stream.knows(entry.seq())) {
                duplicates++;
                stream.accepted = Math.max(stream.accepted, entry.seq());
                stream.tellAgain(entry.seq());
            } else if (hasRoom(stream)) {
                stream.accept(entry.seq());
                waiting++;
                fresh.add(entry);
            } else {
                stream.full = true;
                break;
            }
        }
        if (duplicates > 0) {
            watch.duplicates(duplicates);
        }
        if (stream.full) {
            watch.refused(batch.entries().size() - duplicates - fresh.size());
        }
        return fresh;
    }

    /**
     * Ends an accepted entry.
     *
     * @throws IllegalStateException if it was not accepted, or is settled already
     */
    public void settle(StreamId id, long seq, O outcome) {
        var stream = known(id);
        if (stream == null) {
            throw new IllegalStateException("settle: " + id + " #" + seq + " (expected: an accepted entry)");
        }
        stream.settle(seq, outcome);
        waiting--;
        hasNews(stream);
    }

    /**
     * Takes over what an earlier activation has settled: a duplicate of it is told its outcome again. Call it before the
     * first batch.
     *
     * @param floor the lowest sequence number that the sender may send again
     */
    public void restore(StreamId id, long floor, List<Report.Settled<O>> settled) {
        var stream = stream(id);
        stream.raiseFloor(floor);
        settled.forEach(each -> stream.outcomes.add(each.seq(), each.outcome()));
    }

    /** Returns the lowest sequence number that the sender of a stream may send again. */
    public long floor(StreamId id) {
        var stream = known(id);
        return stream == null ? 0 : stream.floor;
    }

    /** Returns and forgets what there is to tell, a report per stream that has news. */
    public List<Report<O>> reports() {
        List<Report<O>> reports = new ArrayList<>(news.size());
        for (var stream : news) {
            reports.add(stream.report(this, stream.full ? Report.State.FULL : Report.State.OPEN));
        }
        news.clear();
        return reports;
    }

    /** Says farewell: a report per stream with entries that this activation will not settle. */
    public List<Report<O>> release() {
        List<Report<O>> reports = new ArrayList<>();
        for (var stream : streams.values()) {
            if (stream.waiting > 0 || stream.news) {
                reports.add(stream.report(this, Report.State.RELEASED));
            }
        }
        news.clear();
        return reports;
    }

    /** Takes nothing of a batch, as if the inbox were full: this activation is about to end. */
    public void refuse(Batch<M> batch) {
        var stream = stream(batch.stream());
        hasNews(stream);
        stream.answers = batch.number();
        stream.full = true;
    }

    /** Returns the number of entries accepted and not settled. */
    public int waiting() {
        return waiting;
    }

    /** Returns the number of streams that are remembered. */
    public int streams() {
        return streams.size();
    }

    /** A stream that has nothing waiting may have one entry beyond the limit, or the others could keep it out. */
    private boolean hasRoom(Stream<O> stream) {
        return waiting < limit || (stream.waiting == 0 && waiting < limit + maxStreams);
    }

    private void hasNews(Stream<O> stream) {
        if (!stream.news) {
            stream.news = true;
            news.add(stream);
        }
    }

    private Stream<O> stream(StreamId id) {
        var known = known(id);
        if (known != null) {
            return known;
        }
        if (streams.size() >= maxStreams) {
            forgetOldest();
        }
        var stream = new Stream<O>(id);
        streams.put(id, stream);
        last = stream;
        return stream;
    }

    private @Nullable Stream<O> known(StreamId id) {
        if (last == null || !last.id.equals(id)) {
            last = streams.get(id);
        }
        return last;
    }

    private void forgetOldest() {
        for (var stream : streams.values()) {
            if (stream.waiting == 0 && !stream.news) {
                streams.remove(stream.id);
                return;
            }
        }
    }

    /** What is known of one sender's stream. */
    private static final class Stream<O> {
        private final StreamId id;
        private final Outcomes<O> outcomes = new Outcomes<>();
        private List<Report.Settled<O>> untold = List.of();
        private long accepted;
        private long floor;
        private long answers;
        private boolean full;
        private int waiting;
        private boolean news;

        Stream(StreamId id) {
            this.id = id;
        }

        void raiseFloor(long newFloor) {
            if (newFloor > floor) {
                floor = newFloor;
                outcomes.forgetBelow(floor);
            }
        }

        boolean knows(long seq) {
            return seq <= accepted || seq < floor || outcomes.get(seq) != null;
        }

        void accept(long seq) {
            accepted = seq;
            waiting++;
        }

        void tellAgain(long seq) {
            @Nullable O outcome = outcomes.get(seq);
            if (outcome != null) {
                tell(seq, outcome);
            }
        }

        void settle(long seq, O outcome) {
            boolean wanted = seq >= floor;
            if (seq > accepted || waiting == 0 || (wanted && !outcomes.add(seq, outcome))) {
                throw new IllegalStateException("settle: #" + seq + " (expected: accepted and not settled)");
            }
            waiting--;
            if (wanted) {
                tell(seq, outcome);
            }
        }

        private void tell(long seq, O outcome) {
            if (untold.isEmpty()) {
                untold = new ArrayList<>(1);
            }
            untold.add(new Report.Settled<>(seq, outcome));
        }

        Report<O> report(Inbox<?, O> inbox, Report.State state) {
            var report = new Report<>(id, answers, inbox.home, inbox.activation, accepted, state, untold);
            answers = 0;
            news = false;
            untold = List.of();
            return report;
        }
    }
}
