package dev.troupe.cluster;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import dev.troupe.engine.SubscriptionTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the nodes tell each other: which of them take part, which agent types there are, who hosts them, who hears what.
 * One replicated set of texts, read into this immutable form.
 */
final class Directory {
    static final Directory EMPTY = Directory.of(Set.of());

    /** How the agents of a type are hosted; the same on all nodes. */
    record HostedType(Optional<String> role, boolean durable) {
        static HostedType of(AgentDefinition<?, ?> definition) {
            var settings = definition.settings();
            return new HostedType(settings.role(), settings.durable());
        }

        private static HostedType parse(String[] part) {
            boolean durable = part.length > 3 && part[3].equals("durable");
            return new HostedType(part[2].isEmpty() ? Optional.empty() : Optional.of(part[2]), durable);
        }

        @Override
        public String toString() {
            return role.map(name -> "role '" + name + "'").orElse("no role") + (durable ? ", durable" : "");
        }
    }

    private final Set<String> nodes = new HashSet<>();
    private final Map<String, HostedType> types = new TreeMap<>();
    private final Map<String, Set<String>> hosts = new HashMap<>();
    private final SubscriptionTable subscriptions;

    private Directory(Set<String> entries) {
        List<TopicSubscription> routes = new ArrayList<>();
        for (String entry : entries) {
            String[] part = entry.split("\t", -1);
            switch (part[0]) {
                case "node" -> nodes.add(part[1]);
                case "type" -> types.put(part[1], HostedType.parse(part));
                case "host" ->
                    hosts.computeIfAbsent(part[1], type -> new HashSet<>()).add(part[2]);
                case "topic" -> routes.add(new TypeSubscription(part[1], part[2]));
                case "prefix" -> routes.add(new TypePrefixSubscription(part[1], part[2]));
                default -> {
                    // Written by a newer node; it knows what to do with it.
                }
            }
        }
        hosts.replaceAll((type, nodesOfType) -> Set.copyOf(nodesOfType)); // read for every message that is sent
        subscriptions = SubscriptionTable.of(routes);
    }

    static Directory of(Set<String> entries) {
        return new Directory(entries);
    }

    static String node(String node) {
        return "node\t" + node;
    }

    static String type(String type, HostedType how) {
        return "type\t" + type + "\t" + how.role().orElse("") + (how.durable() ? "\tdurable" : "");
    }

    static String host(String type, String node) {
        return "host\t" + type + "\t" + node;
    }

    static String route(TopicSubscription subscription) {
        if (subscription instanceof TypeSubscription type) {
            return "topic\t" + type.topicType() + "\t" + type.agentType();
        }
        var prefix = (TypePrefixSubscription) subscription;
        return "prefix\t" + prefix.topicTypePrefix() + "\t" + prefix.agentType();
    }

    /** Tells whether an entry is about {@code node} and ends with it. */
    static boolean belongsTo(String entry, String node) {
        return (entry.startsWith("node\t") || entry.startsWith("host\t")) && entry.endsWith("\t" + node);
    }

    Set<String> nodes() {
        return nodes;
    }

    /** Returns how each known agent type is hosted. */
    Map<String, HostedType> types() {
        return types;
    }

    /** Returns the nodes that host a type, live or not. */
    Set<String> hosts(String type) {
        return hosts.getOrDefault(type, Set.of());
    }

    SubscriptionTable subscriptions() {
        return subscriptions;
    }
}
