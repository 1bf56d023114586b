package dev.troupe.gateway.worker;

import dev.troupe.agent.Failure;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.external.Handover;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.message.Answer;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process outside: what it serves, and what is on its way to it. Takes messages up to a limit, writes them as fast as
 * it reads, and keeps those that it has to answer until it does. Thread-safe.
 */
final class Worker {
    /** Events whose other recipients may still come; see {@link #offer}. */
    private static final int EVENTS_REMEMBERED = 4096;

    /** One message for it. */
    private static final class Outgoing {
        private final Handover handover;
        /** Null if it is no publication. */
        private final @Nullable String publication;
        /** Others that the same event is for. */
        private final List<Handover> alike = new ArrayList<>(0);
        /** Under which it is asked; empty before, and for events. */
        private String requestId = "";

        private boolean calledOff;
        private boolean written;

        private Outgoing(Handover handover) {
            this.handover = handover;
            this.publication = StoredSends.publicationOf(handover.envelope());
        }

        private int bytes() {
            return handover.envelope().bytes();
        }

        private void lost() {
            handover.lost(written);
            alike.forEach(other -> other.lost(written));
        }
    }

    private final String client;
    private final Principal principal;
    private final WorkerSettings.Limits limits;
    private final WorkerCounters counters;
    private final Set<String> types = ConcurrentHashMap.newKeySet();
    private final List<ServerCallStreamObserver<Message>> streams = new ArrayList<>(1);
    private final Deque<RpcResponse> answers = new ArrayDeque<>();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Map<String, Outgoing> asked = new HashMap<>();
    private final Deque<Runnable> wantRoom = new ArrayDeque<>();
    /** By publication; empty once it is written. */
    private final Map<String, Optional<Outgoing>> events = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Outgoing>> eldest) {
            return size() > EVENTS_REMEMBERED;
        }
    };

    private final RecentCount recent = new RecentCount();
    private int outstanding;
    private long waitingBytes;
    private long lastRequest;
    private int holds;
    private boolean gone;

    Worker(String client, Principal principal, WorkerSettings.Limits limits, WorkerCounters counters) {
        this.client = client;
        this.principal = principal;
        this.limits = limits;
        this.counters = counters;
    }

    String client() {
        return client;
    }

    Principal principal() {
        return principal;
    }

    /** Returns the agent types that it serves; the set itself. */
    Set<String> types() {
        return types;
    }

    /**
     * Takes a message, if there is room. Of an event that is for several of its agents it gets one copy, since it hands
     * that to all of them by itself: the others count as delivered with it.
     *
     * @return what calls it off; null if there is no room: then {@code whenRoom} runs when there may be
     */
    @Nullable
    Runnable offer(Handover handover, Runnable whenRoom) {
        int bytes = handover.envelope().bytes();
        if (bytes > limits.outboundMessage()) {
            handover.refused(Failure.of(
                    Failure.Kind.REJECTED,
                    "message of " + bytes + " bytes (expected: <= " + limits.outboundMessage()
                            + ", which a worker can read; troupe.gateway.grpc.max-outbound-message)"));
            return () -> {};
        }
        return take(new Outgoing(handover), bytes, whenRoom);
    }

    private synchronized @Nullable Runnable take(Outgoing outgoing, int bytes, Runnable whenRoom) {
        String publication = outgoing.publication;
        var same = publication == null ? null : events.get(publication);
        if (same != null && same.isPresent()) {
            same.get().alike.add(outgoing.handover);
            return () -> {};
        }
        if (same != null) {
            outgoing.handover.done(null);
            return () -> {};
        }
        if (gone) {
            whenRoom.run(); // another one may have
            return null;
        }
        if (outstanding >= limits.outstanding() || !hasRoom(bytes)) {
            wantRoom.add(whenRoom);
            return null;
        }
        if (publication != null) {
            events.put(publication, Optional.of(outgoing));
        }
        outstanding++;
        waitingBytes += bytes;
        waiting.add(outgoing);
        write();
        return () -> callOff(outgoing);
    }

    /** A single message may be larger than all together. */
    private boolean hasRoom(int bytes) {
        return waiting.isEmpty() || waitingBytes + bytes <= limits.outstandingBytes();
    }

    /** Answers a request of its own. */
    synchronized void answer(RpcResponse response) {
        answers.add(response);
        write();
    }

    /** It has answered. Returns false if nobody has asked, or does not want to know any more. */
    boolean answered(String requestId, Answer answer) {
        Outgoing outgoing;
        synchronized (this) {
            outgoing = asked.remove(requestId);
            if (outgoing == null) {
                return false;
            }
            leave();
        }
        outgoing.handover.done(answer);
        return true;
    }

    /** Holds events and requests back, until {@link #release} was called as often. */
    synchronized void hold() {
        holds++;
    }

    synchronized void release() {
        holds--;
        write();
    }

    /** Uses another stream too; the first one that is open is the one that is written to. */
    synchronized void add(ServerCallStreamObserver<Message> stream) {
        streams.add(stream);
        write();
    }

    /** A stream has ended. Returns whether that was the last. */
    synchronized boolean remove(ServerCallStreamObserver<Message> stream) {
        boolean last = streams.remove(stream) && streams.isEmpty();
        write();
        return last;
    }

    /** Ends its streams. */
    synchronized void disconnect() {
        streams.forEach(ServerCallStreamObserver::onCompleted);
        streams.clear();
    }

    synchronized boolean isConnected() {
        return !streams.isEmpty();
    }

    /** Writes what there is, as far as the stream takes it. */
    synchronized void write() {
        while (!streams.isEmpty() && streams.get(0).isReady()) {
            var answer = answers.poll();
            if (answer != null) {
                streams.get(0).onNext(Message.newBuilder().setResponse(answer).build());
                continue;
            }
            var next = holds > 0 ? null : waiting.poll();
            if (next == null) {
                return;
            }
            waitingBytes -= next.bytes();
            if (!next.calledOff) {
                write(next, streams.get(0));
            }
        }
    }

    private void write(Outgoing outgoing, ServerCallStreamObserver<Message> stream) {
        outgoing.written = true;
        if (outgoing.handover.isRequest()) {
            outgoing.requestId = Long.toString(++lastRequest);
            asked.put(outgoing.requestId, outgoing);
            counters.requestWritten(outgoing.handover.attempt());
            stream.onNext(Outward.request(outgoing.handover, outgoing.requestId));
            return;
        }
        if (outgoing.publication != null) {
            events.put(outgoing.publication, Optional.empty());
        }
        counters.eventWritten();
        recent.add(System.nanoTime());
        stream.onNext(Outward.event(outgoing.handover.envelope()));
        leave();
        outgoing.handover.done(null);
        outgoing.alike.forEach(other -> other.done(null));
        outgoing.alike.clear();
    }

    private synchronized void callOff(Outgoing outgoing) {
        if (outgoing.calledOff || (outgoing.written && asked.remove(outgoing.requestId) == null)) {
            return; // it has ended
        }
        outgoing.calledOff = outgoing.alike.isEmpty();
        if (outgoing.calledOff) {
            if (outgoing.publication != null) {
                events.remove(outgoing.publication);
            }
            leave();
        }
    }

    /** One message less; whoever waits for the room gets as much as there is. */
    private void leave() {
        outstanding--;
        int room = limits.outstanding() - outstanding;
        for (int i = 0; i < room && !wantRoom.isEmpty(); i++) {
            wantRoom.remove().run();
        }
    }

    /** Returns how many events were written within the last seconds: it may have gone before it handled them. */
    synchronized long eventsInDoubt() {
        return recent.sum(System.nanoTime());
    }

    /** It has gone: what it was given is given back. Returns how many requests it has not answered. */
    int end(Function<Handover, @Nullable Failure> whyNobodyElse) {
        List<Outgoing> unsettled;
        List<Runnable> waitingForRoom;
        int unanswered;
        synchronized (this) {
            gone = true;
            unsettled = new ArrayList<>(asked.values());
            unanswered = unsettled.size();
            waiting.stream().filter(outgoing -> !outgoing.calledOff).forEach(unsettled::add);
            waitingForRoom = new ArrayList<>(wantRoom);
            asked.clear();
            waiting.clear();
            answers.clear();
            wantRoom.clear();
            events.clear();
        }
        for (var outgoing : unsettled) {
            var failure = outgoing.handover.isRequest() ? whyNobodyElse.apply(outgoing.handover) : null;
            if (failure != null) {
                outgoing.handover.done(Answer.of(failure));
            } else {
                outgoing.lost();
            }
        }
        waitingForRoom.forEach(Runnable::run);
        return unanswered;
    }
}
