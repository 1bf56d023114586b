package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * What an agent type hears, declared with its definition. An event belongs to its publisher; {@code adapter} turns it
 * into a message of this agent's own protocol, which is why the protocol can stay sealed.
 *
 * @param topic the topic type, or the start of it
 * @param prefix whether {@code topic} is only the start
 * @param eventType the event to read; other events on the topic are dead letters {@code UNHANDLED}
 * @param adapter pure; runs where the agent lives
 * @param <P> the protocol of the subscribing agent
 */
public record Subscription<P>(String topic, boolean prefix, Class<?> eventType, Function<Object, ? extends P> adapter) {
    public Subscription {
        Names.requireTopicType(topic);
        requireNonNull(eventType, "eventType");
        requireNonNull(adapter, "adapter");
    }

    /** Subscribes to an event that is part of the agent's own protocol. */
    public static <P, M extends P> Subscription<P> to(String topicType, Class<M> message) {
        return new Subscription<>(topicType, false, message, message::cast);
    }

    /** Subscribes to somebody else's event. */
    public static <P, E> Subscription<P> to(
            String topicType, Class<E> eventType, Function<? super E, ? extends P> adapter) {
        return new Subscription<>(topicType, false, eventType, event -> adapter.apply(eventType.cast(event)));
    }

    /** Subscribes to an event on every topic type that starts with {@code topicTypePrefix}. */
    public static <P, E> Subscription<P> toPrefix(
            String topicTypePrefix, Class<E> eventType, Function<? super E, ? extends P> adapter) {
        return new Subscription<>(topicTypePrefix, true, eventType, event -> adapter.apply(eventType.cast(event)));
    }

    /** Returns the route that this subscription needs for agents of {@code agentType}. */
    public TopicSubscription route(String agentType) {
        return prefix
                ? new TopicSubscription.TypePrefixSubscription(topic, agentType)
                : new TopicSubscription.TypeSubscription(topic, agentType);
    }
}
