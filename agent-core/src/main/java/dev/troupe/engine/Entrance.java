package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Publication;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Times;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way from outside to the lanes of one node: makes envelopes, says no at the limit of pending messages, and
 * completes receipts and answers. Thread-safe if its port is.
 */
public final class Entrance {

    /** What the node around it knows and does. */
    public interface Port {
        String newId();

        Collection<AgentId> subscribers(TopicId topic);

        /** Says why no live node can host the agent type; empty if one can. */
        Optional<Failure> unavailable(String agentType);

        /** Shows an event to live listeners, at most once. */
        void showLive(PublishedEvent event);

        /** Hands a message to the lane of its recipient. */
        void post(Envelope envelope, Owner owner);

        /** Tells whether what is sent says which trace it belongs to. */
        default boolean traced() {
            return false;
        }

        /** A message was refused because too many are pending. */
        default void rejected(AgentId recipient) {}
    }

    private final AgentId outside;
    private final long expiry;
    private final int buckets;
    private final Clock clock;
    private final OpenRequests requests;
    private final Port port;
    private final PendingTable pending;
    /** Why nothing is taken any more; null while something is. */
    private volatile @Nullable Failure refusal;

    /** @param node names the node in the address of those who ask from it */
    public Entrance(String node, Settings settings, Clock clock, OpenRequests requests, Port port) {
        this.outside = new AgentId(Outside.TYPE, node);
        this.expiry = settings.agents().limits().expiry();
        this.buckets = settings.durable().sendBuckets();
        this.clock = clock;
        this.requests = requests;
        this.port = port;
        this.pending = new PendingTable(settings.delivery().maxPending());
    }

    /** Sends a message; the stage fails at once if the target gets nothing now, or a message is to be stored and cannot. */
    public CompletionStage<Receipt> send(AgentId target, Payload payload, SendOptions options) {
        var message = envelope(target, payload, options);
        try {
            requireHosted(target);
            var envelope = way(options).apply(message);
            return post(envelope, enter(envelope.recipient(), null));
        } catch (AgentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Asks from outside. Cancelling the future cancels the request, and so does its time-out.
     *
     * @param reader makes the result out of the answer
     */
    public <R> CompletableFuture<R> ask(
            AgentId target, Payload request, Duration timeout, Function<Payload, R> reader) {
        return ask(target, request, SendOptions.DEFAULT.withExpiry(requirePositive(timeout)), reader);
    }

    /** As above; the options say how long, by their expiry. */
    public <R> CompletableFuture<R> ask(
            AgentId target, Payload request, SendOptions options, Function<Payload, R> reader) {
        var timeout = requirePositive(requireNonNull(options.expiry(), "expiry"));
        return ask(envelope(target, null, request, options, outside), timeout, reader);
    }

    /**
     * Asks for an external agent: the answer comes as if to somebody outside.
     *
     * @param sender null for a worker that asks by itself
     */
    public CompletableFuture<Payload> askFor(
            @Nullable AgentId sender, AgentId target, Payload request, SendOptions options) {
        var timeout = requirePositive(requireNonNull(options.expiry(), "expiry"));
        var envelope = envelope(target, null, request, options, outside);
        return ask(envelope.readdressed(sender, target), timeout, answer -> answer);
    }

    /**
     * Asks for an agent whose turn awaits the answer. That comes as if to somebody outside, past the agent's inbox:
     * the agent takes nothing from there meanwhile.
     *
     * @param current the message of the turn
     */
    public <R> CompletableFuture<R> ask(
            Envelope current, AgentId target, Payload request, Duration timeout, Function<Payload, R> reader) {
        long now = clock.millis();
        long deadline = current.deadlineOnBehalf(Times.after(now, requirePositive(timeout)));
        try {
            var envelope = new Envelope(
                    port.newId(),
                    Envelope.Kind.MESSAGE,
                    requireNonNull(target, "target"),
                    current.recipient(),
                    null,
                    request,
                    outside,
                    null,
                    null,
                    deadline,
                    Waiting.headers(current, target));
            return ask(envelope, Duration.ofMillis(Math.max(0, deadline - now)), reader);
        } catch (AgentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <R> CompletableFuture<R> ask(Envelope envelope, Duration timeout, Function<Payload, R> reader) {
        try {
            requireHosted(envelope.recipient());
            var ticket = enter(envelope.recipient(), null);
            var request = new OpenRequest<>(ticket, reader, owner -> port.post(cancelOf(envelope), owner));
            requests.open(envelope.id(), timeout, request);
            port.post(envelope, request);
            return request;
        } catch (AgentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Envelope cancelOf(Envelope request) {
        long deadline = Times.after(clock.millis(), expiry);
        return Envelope.cancel(port.newId(), request.recipient(), request.sender(), request.id(), deadline);
    }

    public CompletionStage<Publication> publish(TopicId topic, Payload event, SendOptions options) {
        return publishFor(null, topic, event, options);
    }

    /** Publishes for an external agent, which does not hear its own event; null for a worker that does so by itself. */
    public CompletionStage<Publication> publishFor(
            @Nullable AgentId sender, TopicId topic, Payload event, SendOptions options) {
        var toAll = envelope(outside, topic, event, options, null).readdressed(sender, outside);
        String id = toAll.id();
        UnaryOperator<Envelope> way;
        try {
            requireOpen();
            way = way(options);
        } catch (AgentException e) {
            return CompletableFuture.failedFuture(e);
        }
        port.showLive(new PublishedEvent(id, topic, Optional.ofNullable(sender), event.toJsonPayload()));
        var subscribers = new ArrayList<>(port.subscribers(topic));
        subscribers.remove(sender);
        var publishing = new Publishing(id, topic, subscribers.size());
        int number = 0;
        for (AgentId subscriber : subscribers) {
            var message = toAll.forAnother(StoredSends.publishedId(id, subscriber), subscriber);
            deliver(way.apply(message), publishing, number++);
        }
        return publishing;
    }

    /** Sends an event to one subscriber; the stage fails at once if there is no room. */
    public CompletionStage<Receipt> deliverFor(
            @Nullable AgentId sender, TopicId topic, AgentId subscriber, Payload event, SendOptions options) {
        try {
            var ticket = enter(subscriber, topic.source());
            return post(envelope(subscriber, topic, event, options, null).readdressed(sender, subscriber), ticket);
        } catch (BackpressureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Sends a message that was given up once more, with a new deadline; the stage fails at once if there is no room. */
    public CompletionStage<Receipt> sendAgain(Envelope envelope) {
        var topic = envelope.topic();
        try {
            var ticket = enter(envelope.recipient(), topic == null ? null : topic.source());
            var again = envelope.withOrdinal(0) // else a durable recipient takes it for what it has given up
                    .withDeadline(Times.after(clock.millis(), expiry))
                    .withHeaders(Waiting.without(envelope.headers()));
            return post(again, ticket);
        } catch (BackpressureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Sends a message that was given up once more, durable, as from outside and with a new deadline. */
    public CompletionStage<Receipt> storeAgain(Envelope envelope) {
        var again = new Envelope(
                envelope.id(),
                envelope.kind(),
                envelope.recipient(),
                null,
                envelope.topic(),
                envelope.payload(),
                null,
                envelope.replyTo(),
                envelope.correlationId(),
                Times.after(clock.millis(), expiry),
                Waiting.without(envelope.headers()));
        try {
            var inBucket = way(SendOptions.DEFAULT.durable()).apply(again);
            return post(inBucket, enter(inBucket.recipient(), null));
        } catch (AgentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Answers a request that was made here, before its settlement does; does nothing for any other, or if it has ended. */
    public void answer(Envelope request, Answer answer) {
        if (outside.equals(request.asker())) {
            requests.complete(request.id(), answer);
        }
    }

    /** Refuses what is sent from now on; what waits goes on. */
    public void stop() {
        refusal = Failure.of(
                Failure.Kind.UNAVAILABLE, "this node is about to leave its cluster (expected: a call at another one)");
    }

    /** Refuses what is sent from now on, and fails the requests that wait. The receipts to come end with their lanes. */
    public void close() {
        refusal = Failure.of(Failure.Kind.UNAVAILABLE, "the runtime is closed");
        requests.close();
    }

    /** Makes an envelope from outside; its deadline runs from now. */
    public Envelope envelope(AgentId target, Payload payload, SendOptions options) {
        return envelope(target, null, payload, options, null);
    }

    /** Counts a message as pending; throws if there is no room. */
    private PendingTable.Ticket enter(AgentId recipient, @Nullable String source) {
        try {
            return pending.enter(recipient, source);
        } catch (BackpressureException e) {
            port.rejected(recipient);
            throw e;
        }
    }

    private CompletionStage<Receipt> post(Envelope envelope, PendingTable.Ticket ticket) {
        var sending = new Sending(ticket);
        port.post(envelope, sending);
        return sending;
    }

    private void deliver(Envelope envelope, Publishing publishing, int number) {
        try {
            var ticket = enter(envelope.recipient(), publishing.topic().source());
            port.post(envelope, publishing.delivery(number, ticket));
        } catch (BackpressureException e) {
            var addressed = StoredSends.fromBucket(envelope).recipient();
            publishing.put(number, Receipt.rejected(envelope.id(), addressed, e.failure()));
        }
    }

    /** Returns how a message travels: as it is, or by a bucket; throws if it is to be stored and there is no store. */
    private UnaryOperator<Envelope> way(SendOptions options) {
        if (!options.isDurable()) {
            return UnaryOperator.identity();
        }
        if (port.unavailable(StoredSends.TYPE).isPresent()) {
            throw new AgentException(StoredSends.UNAVAILABLE);
        }
        return message -> StoredSends.toBucket(message, buckets, options.messageId() != null);
    }

    /** Throws why no live node could take a message to {@code target}. */
    private void requireHosted(AgentId target) {
        requireOpen();
        var unavailable = port.unavailable(target.type());
        if (unavailable.isPresent()) {
            throw new AgentException(unavailable.get());
        }
    }

    private void requireOpen() {
        var why = refusal;
        if (why != null) {
            throw new AgentException(why);
        }
    }

    private Envelope envelope(
            AgentId target, @Nullable TopicId topic, Payload payload, SendOptions options, @Nullable AgentId asker) {
        requireNoDelay(options);
        Duration ownExpiry = options.expiry();
        String id = options.messageId() == null ? port.newId() : options.messageId();
        return new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                requireNonNull(target, "target"),
                null,
                topic,
                payload,
                asker,
                options.replyTo(),
                options.correlationId(),
                Times.after(clock.millis(), ownExpiry == null ? expiry : Times.millis(ownExpiry)),
                topic == null ? options.headers() : traced(id, options.headers()));
    }

    /**
     * The messages of a publication have ids of their own, and belong to one trace. That of a direct message needs no header:
     * it follows from the id.
     */
    private Map<String, String> traced(String id, Map<String, String> headers) {
        return port.traced() && TraceParent.parse(headers.get(TraceParent.HEADER)) == null
                ? TraceParent.root(id).in(headers)
                : headers;
    }

    static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        return timeout;
    }

    private static void requireNoDelay(SendOptions options) {
        if (!options.delay().isZero()) {
            throw new IllegalArgumentException("delay: " + options.delay()
                    + " (expected: none from outside; a delayed message belongs to an agent, see effects().schedule)");
        }
    }
}
