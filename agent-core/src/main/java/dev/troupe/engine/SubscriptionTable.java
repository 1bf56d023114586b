package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who hears what. Immutable. A look-up is one hash look-up for the topic type and one for each length of prefix that
 * somebody is subscribed to; it never walks all subscriptions.
 */
public final class SubscriptionTable {
    public static final SubscriptionTable EMPTY = new SubscriptionTable(Set.of());

    private final Set<TopicSubscription> all;
    private final Map<String, Set<String>> byType = new HashMap<>();
    private final TreeMap<Integer, Map<String, Set<String>>> byPrefix = new TreeMap<>();

    private SubscriptionTable(Collection<? extends TopicSubscription> subscriptions) {
        this.all = Collections.unmodifiableSet(new LinkedHashSet<>(subscriptions)); // keeps the order
        for (TopicSubscription subscription : all) {
            if (subscription instanceof TypeSubscription type) {
                byType.computeIfAbsent(type.topicType(), key -> new LinkedHashSet<>())
                        .add(type.agentType());
            } else if (subscription instanceof TypePrefixSubscription prefix) {
                byPrefix.computeIfAbsent(prefix.topicTypePrefix().length(), key -> new HashMap<>())
                        .computeIfAbsent(prefix.topicTypePrefix(), key -> new LinkedHashSet<>())
                        .add(prefix.agentType());
            }
        }
    }

    public static SubscriptionTable of(Collection<? extends TopicSubscription> subscriptions) {
        return new SubscriptionTable(subscriptions);
    }

    /** Returns the agents that hear an event on {@code topic}, each once. */
    public Collection<AgentId> subscribers(TopicId topic) {
        Set<String> types = types(topic.type());
        List<AgentId> subscribers = new ArrayList<>(types.size());
        for (String type : types) {
            subscribers.add(new AgentId(type, topic.source()));
        }
        return subscribers;
    }

    private Set<String> types(String topicType) {
        var exact = byType.getOrDefault(topicType, Set.of());
        if (byPrefix.isEmpty()) {
            return exact;
        }
        Set<String> types = new LinkedHashSet<>(exact);
        byPrefix.headMap(topicType.length(), true)
                .forEach((length, prefixes) ->
                        types.addAll(prefixes.getOrDefault(topicType.substring(0, length), Set.of())));
        return types;
    }

    public boolean contains(TopicSubscription subscription) {
        return all.contains(subscription);
    }

    public Set<TopicSubscription> all() {
        return all;
    }

    public SubscriptionTable with(Collection<? extends TopicSubscription> more) {
        Set<TopicSubscription> union = new LinkedHashSet<>(all);
        union.addAll(more);
        return new SubscriptionTable(union);
    }

    public SubscriptionTable without(Collection<? extends TopicSubscription> fewer) {
        Set<TopicSubscription> rest = new LinkedHashSet<>(all);
        rest.removeAll(fewer);
        return new SubscriptionTable(rest);
    }
}
