package dev.troupe.agent;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The way into the agents from outside: from {@code main}, an endpoint, a test. Thread-safe. Inside an agent use
 * {@link EffectBuilder} instead.
 *
 * <table>
 * <caption>The ways to reach agents</caption>
 * <tr><th>call</th><th>delivery</th><th>completes</th></tr>
 * <tr><td>{@code send}</td><td>at least once, applied once, in order per sender and recipient</td>
 *     <td>when the turn is applied, or with the reason why not</td></tr>
 * <tr><td>{@code send} with {@link SendOptions#durable}</td><td>as {@code send}, though this node dies; applied once by a
 *     durable recipient, in order per node and recipient among those that are sent so</td>
 *     <td>when the message is stored, or with the reason why not; then see {@link #fate}</td></tr>
 * <tr><td>{@code ask}</td><td>as {@code send}</td><td>with the answer, or with a failure</td></tr>
 * <tr><td>{@code publish}</td><td>as {@code send}, to each agent subscribed now</td>
 *     <td>when every one of them has settled</td></tr>
 * <tr><td>{@code tell}</td><td>at most once, no order, no receipt</td><td>never: it returns at once</td></tr>
 * <tr><td>{@code listen}</td><td>live, at most once</td><td>until it is closed</td></tr>
 * </table>
 *
 * <p>A caller's mistake (an invalid name, an unregistered message class, a payload over {@code
 * troupe.message.max-payload}) is thrown at once as {@link IllegalArgumentException}. Everything else fails the stage,
 * only ever with {@link AgentException}: {@link BackpressureException} when the recipient has too many unsettled
 * messages from this node, {@code UNAVAILABLE} with type and role when no live node can host it. Stages complete on the
 * runtime's threads; do not block in their dependents.
 *
 * <p>"Applied once" holds while the recipient's activation lives: an agent in memory that was unloaded, or whose node
 * died, starts again with its empty state.
 */
public interface AgentRuntime extends AutoCloseable {

    /** Sends a message. The receipt is also the signal to send more. */
    <M> CompletionStage<Receipt> send(AgentRef<? super M> target, M message);

    /**
     * Sends with options.
     *
     * @throws IllegalArgumentException also for a delay: a delayed message belongs to an agent
     */
    <M> CompletionStage<Receipt> send(AgentRef<? super M> target, M message, SendOptions options);

    /** Sends to an agent known by id, with a payload known by name. Content the recipient cannot read: dead letter. */
    CompletionStage<Receipt> send(AgentId target, JsonPayload payload, SendOptions options);

    /**
     * Asks and completes with the answer; after {@code timeout} with {@link Failure.Kind#TIMEOUT}. A request whose
     * message became a dead letter completes with that failure.
     *
     * <p>{@code toCompletableFuture().cancel(true)} on the stage itself (not on one that depends on it), and the
     * time-out, cancel the request where it is: what was not sent is not sent, what waits in the recipient is not begun
     * and not tried again, and a turn that awaits something is not applied: its stage is cancelled, and so is what it
     * asked by {@link AgentContext#ask}, along the whole chain. Work of {@link AgentContext#blocking} is not interrupted,
     * and a stage that cannot be cancelled is waited for. A handler that runs, and a turn that has ended, are left alone:
     * so is a request whose reply is deferred. No dead letter is kept. The cancellation itself is best effort: if it is
     * lost, or the inbox is full, the work is done for nothing.
     */
    <R, Q extends Request<R>> CompletionStage<R> ask(AgentRef<? super Q> target, Q request, Duration timeout);

    /** Asks by id and name; the answer comes as JSON. It is cancelled as the other {@code ask} is. */
    CompletionStage<JsonPayload> ask(AgentId target, JsonPayload request, Duration timeout);

    /** Publishes an event. A recipient over its limit gets the receipt {@code REJECTED}; the others go on. */
    CompletionStage<Publication> publish(TopicId topic, Object event);

    /** Publishes an event known by name. */
    CompletionStage<Publication> publish(TopicId topic, JsonPayload event, SendOptions options);

    /** Sends at most once, for chatter: no receipt, no retry, no order. What cannot be delivered is counted only. */
    <M> void tell(AgentRef<? super M> target, M message);

    /**
     * Hears events live, at most once, from every node. The listener is called on a thread of the runtime, one event at
     * a time; up to {@code troupe.listen.buffer} events wait for it, more are dropped and counted.
     */
    AutoCloseable listen(TopicPattern topics, Consumer<PublishedEvent> listener);

    /**
     * Adds a subscription. Once the stage completes, a publication from any reachable node sees it.
     *
     * @throws IllegalArgumentException through the stage, if the pair of topic and agent type is subscribed already
     */
    CompletionStage<Void> subscribe(TopicSubscription subscription);

    /**
     * Removes a subscription. Once the stage completes, no publication from any reachable node sees it.
     *
     * @throws IllegalArgumentException through the stage, if there is no such subscription
     */
    CompletionStage<Void> unsubscribe(TopicSubscription subscription);

    /** Returns the subscriptions as this node knows them now. */
    Set<TopicSubscription> subscriptions();

    /**
     * Adds an agent type while running, with its subscriptions. Once the stage completes, every reachable node can
     * send to it.
     *
     * @throws IllegalArgumentException through the stage, if this runtime has the type already
     */
    CompletionStage<Void> register(AgentDefinition<?, ?> definition);

    /**
     * Stops hosting an agent type here. Its agents end after their current turn; other nodes that host the type go on,
     * and where there is none its subscriptions end too.
     */
    CompletionStage<Void> deregister(AgentType<?> type);

    DeadLetters deadLetters();

    /**
     * Tells what became of a message that was sent durable, see {@link SendOptions#durable}, from any node: {@code STORED},
     * then {@code PROCESSED} or {@code DEAD_LETTERED}. The end of a message is here before the runtime stops to send it; but
     * a moment may pass after the receipt until {@code STORED} is, and after a turn until its end is. It is forgotten after
     * {@code troupe.fates.keep}. The fate of a message that an agent sent is known only if it is a dead letter of a
     * durable agent.
     *
     * @param messageId of a message, or of a publication
     * @return fails with {@link AgentException} {@code UNAVAILABLE} where there is no store, or it cannot be reached
     */
    CompletionStage<Fate> fate(String messageId);

    /**
     * Reads what a durable agent has done, from the journal: the agent need not be loaded, and is not disturbed. Reading
     * begins at the newest snapshot before {@code fromTurn}, or at the first turn that is stored.
     *
     * @param fromTurn the lowest number of a turn to return, from 1; see {@link HistoryEntry#turn}
     * @param limit turns to return at most, 1 to 1000. Fewer may come though there are more: {@link AgentHistory#next}
     *     says where to read on
     * @throws IllegalArgumentException also through the stage, if the agent type is not durable, or no node of the cluster
     *     has registered it
     */
    CompletionStage<AgentHistory> history(AgentId agent, long fromTurn, int limit);

    /** Stops the agents of this node after their current turn and releases everything. Idempotent; waits. */
    @Override
    void close();
}
