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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Remembers the last turns of a node, so many and no more; without contents. Thread-safe. */
public final class FlightRecorder implements TurnListener {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What is kept of a turn; ids that are made of others are made when somebody asks. */
    private record Kept(
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

    private final String node;
    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Kept> ring;
    private final AtomicLong count = new AtomicLong();

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
        int place = (int) (count.getAndIncrement() % ring.length());
        ring.setRelease(
                place,
                new Kept(
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

    /** Returns the remembered turns that handled or sent a message, or one of a publication; the oldest first. */
    public List<TracedTurn> about(String messageId, int most) {
        return turns(turn -> turn.isAbout(messageId), most);
    }

    /** Returns the remembered turns of traces, the oldest first. */
    public List<TracedTurn> ofTraces(Collection<String> traceIds, int most) {
        return turns(turn -> traceIds.contains(turn.trace()), most);
    }

    private List<TracedTurn> turns(Predicate<TracedTurn> wanted, int most) {
        List<TracedTurn> found = new ArrayList<>();
        long next = count.get();
        for (long place = Math.max(0, next - ring.length()); place < next && found.size() < most; place++) {
            var kept = ring.get((int) (place % ring.length()));
            if (kept != null) {
                var turn = turn(kept);
                if (wanted.test(turn)) {
                    found.add(turn);
                }
            }
        }
        return found;
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
