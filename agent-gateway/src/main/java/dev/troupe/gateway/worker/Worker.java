package dev.troupe.gateway.worker;

import dev.troupe.agent.Failure;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.external.Handover;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.message.Answer;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process outside: what it serves, and what is on its way to it. Takes messages up to a limit, writes them as fast as
 * it reads, and keeps those that it has to answer until it does. Thread-safe.
 */
final class Worker {
    /** Events whose other recipients may still come; see {@link #offer}. */
    private static final int EVENTS_REMEMBERED = 4096;

    /** @param readOn reads further from it */
    private record Open(ServerCallStreamObserver<Message> stream, Runnable readOn) {}

    /** One message for it. */
    private static final class Outgoing {
        private final Handover handover;
        /** Null if it is no publication. */
        private final @Nullable String publication;
        /** Others that the same event is for. */
        private final List<Handover> alike = new ArrayList<>(0);
        /** Under which it is asked; empty before, and for events. */
        private String requestId = "";

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
    private final List<Open> streams = new ArrayList<>(1);
    private final Deque<Message> answers = new ArrayDeque<>();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    /** In the order in which they were written. */
    private final Map<String, Outgoing> asked = new LinkedHashMap<>();

    private final Set<Runnable> wantRoom = new LinkedHashSet<>();
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
    private long answersBytes;
    private long lastRequest;
    private int holds;
    /** It has no stream any more, and gets none. */
    private boolean gone;
    /** Nobody looks for it here any more. */
    private boolean removed;

    private boolean disconnected;

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
        return take(new Outgoing(handover), whenRoom);
    }

    private synchronized @Nullable Runnable take(Outgoing outgoing, Runnable whenRoom) {
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
        if (removed) {
            whenRoom.run(); // another one may have
            return null;
        }
        if (gone || outstanding >= limits.outstanding() || !hasRoom(outgoing.bytes())) {
            wantRoom.add(whenRoom);
            return null;
        }
        if (publication != null) {
            events.put(publication, Optional.of(outgoing));
        }
        outstanding++;
        waitingBytes += outgoing.bytes();
        waiting.add(outgoing);
        write();
        return () -> callOff(outgoing);
    }

    /** A single message may be larger than all together. */
    private boolean hasRoom(int bytes) {
        return waiting.isEmpty() || waitingBytes + bytes <= limits.outstandingBytes();
    }

    /** Answers a request of its own. */
    synchronized void answer(Message response) {
        if (gone) {
            return;
        }
        answers.add(response);
        answersBytes += response.getSerializedSize();
        write();
    }

    /** Tells whether so many answers wait until it reads them that it had better ask nothing more. */
    synchronized boolean isBehind() {
        return answers.size() >= limits.requests() || answersBytes > limits.outstandingBytes();
    }

    /** It has answered. Returns false if nobody has asked, or does not want to know any more. */
    boolean answered(String requestId, Answer answer) {
        Outgoing outgoing;
        synchronized (this) {
            outgoing = asked.remove(requestId);
            if (outgoing == null) {
                return false;
            }
            outstanding--;
            wake();
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

    /**
     * Uses another stream too; the first one that is open is the one that is written to.
     *
     * @return false if it has gone
     */
    synchronized boolean add(ServerCallStreamObserver<Message> stream, Runnable readOn) {
        if (gone) {
            return false;
        }
        streams.add(new Open(stream, readOn));
        write();
        return true;
    }

    /** A stream has ended. Returns whether that was the last, with which the worker has gone. */
    synchronized boolean remove(ServerCallStreamObserver<Message> stream) {
        if (gone || !streams.removeIf(open -> open.stream() == stream)) {
            return false;
        }
        write();
        gone = streams.isEmpty();
        return gone;
    }

    /** Ends its streams. */
    synchronized void disconnect() {
        gone = true;
        disconnected = true;
        streams.forEach(open -> open.stream().onCompleted());
        streams.clear();
    }

    /** Returns the number of messages that it has not read, or not answered. */
    synchronized int outstanding() {
        return gone ? 0 : outstanding;
    }

    synchronized boolean isDisconnected() {
        return disconnected;
    }

    /** Returns whether it had no stream, so that it has gone now. */
    synchronized boolean endUnlessConnected() {
        boolean ends = !gone && streams.isEmpty();
        gone |= ends;
        return ends;
    }

    synchronized boolean isGone() {
        return gone;
    }

    /** Writes what there is, as far as the stream takes it. */
    synchronized void write() {
        while (!streams.isEmpty() && streams.get(0).stream().isReady()) {
            var stream = streams.get(0).stream();
            if (!answers.isEmpty()) {
                writeAnswer(stream);
                continue;
            }
            var next = holds > 0 ? null : waiting.poll();
            if (next == null) {
                return;
            }
            waitingBytes -= next.bytes();
            write(next, stream);
            wake();
        }
    }

    private void writeAnswer(ServerCallStreamObserver<Message> stream) {
        boolean wasBehind = isBehind();
        var answer = answers.remove();
        answersBytes -= answer.getSerializedSize();
        stream.onNext(answer);
        if (wasBehind && !isBehind()) {
            streams.forEach(open -> open.readOn().run());
        }
    }

    private void write(Outgoing outgoing, ServerCallStreamObserver<Message> stream) {
        boolean isRequest = outgoing.handover.isRequest();
        var message = isRequest
                ? Outward.request(outgoing.handover, Long.toString(++lastRequest))
                : Outward.event(outgoing.handover.envelope());
        if (message.getSerializedSize() > limits.outboundMessage()) {
            var why = Outward.tooLarge("message", message.getSerializedSize(), limits.outboundMessage());
            if (outgoing.publication != null) {
                events.remove(outgoing.publication);
            }
            end(outgoing, handover -> handover.refused(why));
            return;
        }
        outgoing.written = true;
        stream.onNext(message);
        if (isRequest) {
            outgoing.requestId = message.getRequest().getRequestId();
            asked.put(outgoing.requestId, outgoing);
            counters.requestWritten(outgoing.handover.attempt());
            return;
        }
        counters.eventWritten();
        recent.add(System.nanoTime());
        if (outgoing.publication != null) {
            events.put(outgoing.publication, Optional.empty());
        }
        end(outgoing, handover -> handover.done(null));
    }

    /** It waits for no answer. */
    private void end(Outgoing outgoing, Consumer<Handover> how) {
        outstanding--;
        how.accept(outgoing.handover);
        outgoing.alike.forEach(how);
        outgoing.alike.clear();
    }

    private synchronized void callOff(Outgoing outgoing) {
        if (outgoing.written ? asked.remove(outgoing.requestId) != null : isTakenBack(outgoing)) {
            outstanding--;
            wake();
        }
    }

    /** Others may want the same event: then it stays. */
    private boolean isTakenBack(Outgoing outgoing) {
        if (!outgoing.alike.isEmpty() || !waiting.remove(outgoing)) {
            return false;
        }
        waitingBytes -= outgoing.bytes();
        if (outgoing.publication != null) {
            events.remove(outgoing.publication);
        }
        return true;
    }

    /** Whoever waits for room gets as much as there is. */
    private void wake() {
        int room = limits.outstanding() - outstanding;
        for (int i = 0; i < room && !wantRoom.isEmpty(); i++) {
            var first = wantRoom.iterator().next();
            wantRoom.remove(first);
            first.run();
        }
    }

    /** Whoever waited for room has ended. */
    synchronized void waitsNoMore(Runnable whenRoom) {
        wantRoom.remove(whenRoom);
    }

    /** Returns how many events were written within the last seconds: it may have gone before it handled them. */
    synchronized long eventsInDoubt() {
        return recent.sum(System.nanoTime());
    }

    /**
     * It has gone: what it was given is given back, oldest first. What else there is for it waits until {@link
     * #removed}, or it would overtake this. Returns how many requests it has not answered.
     */
    int end(Function<Handover, @Nullable Failure> whyNobodyElse) {
        List<Outgoing> unsettled;
        int unanswered;
        synchronized (this) {
            gone = true;
            unsettled = new ArrayList<>(asked.values());
            unanswered = unsettled.size();
            unsettled.addAll(waiting);
            asked.clear();
            waiting.clear();
            answers.clear();
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
        return unanswered;
    }

    /** Nobody looks for it any more: what waits for its room goes elsewhere. */
    void removed() {
        List<Runnable> waitingForRoom;
        synchronized (this) {
            removed = true;
            waitingForRoom = new ArrayList<>(wantRoom);
            wantRoom.clear();
        }
        waitingForRoom.forEach(Runnable::run);
    }
}
