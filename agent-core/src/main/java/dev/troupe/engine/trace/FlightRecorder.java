package dev.troupe.engine.trace;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import dev.troupe.message.TraceParent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last turns of a node, so many and no more; without contents. A thread takes some places at once and fills them
 * one by one, so that threads are seldom in each other's way; what it replaces is among the oldest, and not always the oldest.
 * Thread-safe.
 */
public final class FlightRecorder implements TurnListener {
    private static final int MOST_AT_ONCE = 16;
    /** No thread takes a larger part of them at once than one in so many. */
    private static final int PART = 256;

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What is kept of a turn; ids that are made of others are made when somebody asks. */
    private record Kept(
            long place,
            String message,
            @Nullable String traceParent,
            @Nullable AgentId sender,
            AgentId recipient,
            String type,
            TurnEnd end,
            long ended,
            long nanos,
            int attempt,
            boolean redelivered,
            List<TracedTurn.Told> sent) {

        TraceParent trace() {
            var read = TraceParent.parse(traceParent);
            return read == null ? TraceParent.root(message) : read;
        }
    }

    private static final Comparator<Kept> OLDEST_FIRST =
            Comparator.comparingLong(Kept::ended).thenComparingLong(Kept::place);

    private final String node;
    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Kept> ring;
    private final AtomicLong taken = new AtomicLong();
    private final ThreadLocal<Places> places = ThreadLocal.withInitial(Places::new);
    private final int atOnce;

    /** The places that one thread has taken, and not filled yet. */
    private static final class Places {
        private long next;
        private long end;
    }

    /**
     * @param node names this node in what is remembered
     * @param turns how many
     */
    public FlightRecorder(String node, int turns, Clock clock) {
        if (turns < 1) {
            throw new IllegalArgumentException("turns: " + turns + " (expected: >= 1; for none, do not listen)");
        }
        this.node = node;
        this.clock = clock;
        this.ring = new AtomicReferenceArray<>(turns);
        this.atOnce = Math.max(1, Math.min(MOST_AT_ONCE, turns / PART));
    }

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public boolean traced() {
        return true;
    }

    @Override
    public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
        if (StoredSends.isBucket(agent)) {
            return; // the message keeps its id on its way through it
        }
        var envelope = delivery.envelope();
        long place = nextPlace();
        ring.setRelease(
                (int) (place % ring.length()),
                new Kept(
                        place,
                        envelope.id(),
                        envelope.headers().get(TraceParent.HEADER),
                        TracedTurns.sender(envelope),
                        agent,
                        envelope.payload().type(),
                        how,
                        clock.millis(),
                        nanos,
                        delivery.attempt(),
                        delivery.redelivered(),
                        sent.isEmpty() ? List.of() : TracedTurns.told(sent)));
    }

    private long nextPlace() {
        var own = places.get();
        if (own.next == own.end) {
            own.next = taken.getAndAdd(atOnce);
            own.end = own.next + atOnce;
        }
        return own.next++;
    }

    /** Returns the remembered turns that handled or sent a message, or one of a publication; the oldest first. */
    public List<TracedTurn> about(String messageId, int most) {
        return turns(turn -> turn.isAbout(messageId), most);
    }

    /** Returns the remembered turns of traces, the oldest first. */
    public List<TracedTurn> ofTraces(Collection<String> traceIds, int most) {
        return turns(turn -> traceIds.contains(turn.trace()), most);
    }

    private List<TracedTurn> turns(Predicate<TracedTurn> wanted, int most) {
        List<Kept> all = new ArrayList<>();
        for (int place = 0; place < ring.length(); place++) {
            var kept = ring.getAcquire(place);
            if (kept != null) {
                all.add(kept);
            }
        }
        all.sort(OLDEST_FIRST);
        return all.stream().map(this::turn).filter(wanted).limit(most).toList();
    }

    private TracedTurn turn(Kept kept) {
        var trace = kept.trace();
        return new TracedTurn(
                node,
                kept.message(),
                trace.traceId(),
                TraceParent.span(kept.message(), kept.recipient()),
                TracedTurns.parent(trace),
                kept.sender(),
                kept.recipient(),
                kept.type(),
                kept.end().name(),
                Instant.ofEpochMilli(kept.ended() - kept.nanos() / NANOS_PER_MILLI),
                kept.nanos() / NANOS_PER_MICRO,
                kept.attempt(),
                kept.redelivered(),
                kept.sent(),
                false);
    }
}
