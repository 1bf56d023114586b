package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Handlers.FailureHandler;
import dev.troupe.agent.Handlers.MessageHandler;
import dev.troupe.agent.Handlers.ReplyHandler;
import dev.troupe.agent.Handlers.RequestHandler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Maps message types to handlers. {@link #build} fails if a record of the sealed protocol has neither a handler nor an
 * {@link #ignore}, so a forgotten message is found at registration, not in production.
 */
public final class HandlersBuilder<P, S> {
    private final Class<P> protocol;
    final Map<Class<?>, MessageHandler<S, Object>> messages = new HashMap<>();
    final Map<Class<?>, RequestHandler<S, Object, Object>> requests = new HashMap<>();
    final Map<Class<?>, ReplyHandler<S, Object, Object>> replies = new HashMap<>();
    final Map<Class<?>, FailureHandler<S, Object>> failures = new HashMap<>();
    private final Set<Class<?>> known = new HashSet<>();

    HandlersBuilder(Class<P> protocol) {
        this.protocol = protocol;
    }

    /** Handles a one-way message. A request handled this way is never answered: use {@link #onRequest}. */
    @SuppressWarnings("unchecked")
    public <M extends P> HandlersBuilder<P, S> onMessage(Class<M> type, MessageHandler<S, M> handler) {
        addOnce(type);
        messages.put(type, (MessageHandler<S, Object>) requireNonNull(handler, "handler"));
        return this;
    }

    /** Handles a request, which is answered, rejected or openly deferred. */
    @SuppressWarnings("unchecked")
    public <R, Q extends Request<R>> HandlersBuilder<P, S> onRequest(Class<Q> type, RequestHandler<S, Q, R> handler) {
        if (!protocol.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "onRequest: " + type.getName() + " (expected: a record of " + protocol.getName() + ")");
        }
        addOnce(type);
        requests.put(type, (RequestHandler<S, Object, Object>) (RequestHandler<?, ?, ?>) handler);
        return this;
    }

    /** Handles the answer to a request that this agent asks. Needs an {@link #onFailure} for the same request. */
    @SuppressWarnings("unchecked")
    public <R, Q extends Request<R>> HandlersBuilder<P, S> onReply(Class<Q> asked, ReplyHandler<S, Q, R> handler) {
        replies.put(asked, (ReplyHandler<S, Object, Object>) (ReplyHandler<?, ?, ?>) handler);
        return this;
    }

    /** Handles the failure of a request that this agent asks. Needs an {@link #onReply} for the same request. */
    @SuppressWarnings("unchecked")
    public <Q extends Request<?>> HandlersBuilder<P, S> onFailure(Class<Q> asked, FailureHandler<S, Q> handler) {
        failures.put(asked, (FailureHandler<S, Object>) (FailureHandler<?, ?>) handler);
        return this;
    }

    /** Acknowledges messages of {@code type} and does nothing. */
    public <M extends P> HandlersBuilder<P, S> ignore(Class<M> type) {
        return onMessage(type, (state, message) -> Turn.empty());
    }

    /**
     * Checks the table against the protocol and closes it.
     *
     * @throws IllegalStateException if a message has no handler, a request is handled as a one-way message, or an asked
     *     request has only one of {@code onReply} and {@code onFailure}
     */
    public Handlers<P, S> build() {
        Set<String> faults = new TreeSet<>();
        for (Class<?> type : Protocols.recordsOf(protocol)) {
            if (!known.contains(type)) {
                faults.add("no handler for " + type.getName());
            }
        }
        for (Class<?> type : symmetricDifference(replies.keySet(), failures.keySet())) {
            faults.add((replies.containsKey(type) ? "no onFailure for " : "no onReply for ") + type.getName());
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException("handlers of " + protocol.getName() + ": " + String.join(", ", faults));
        }
        return new Handlers<>(this);
    }

    private void addOnce(Class<?> type) {
        if (!known.add(type)) {
            throw new IllegalStateException("two handlers for " + type.getName() + " (expected: one)");
        }
    }

    private static Set<Class<?>> symmetricDifference(Set<Class<?>> left, Set<Class<?>> right) {
        Set<Class<?>> either = new HashSet<>(left);
        either.addAll(right);
        either.removeIf(type -> left.contains(type) && right.contains(type));
        return either;
    }
}
