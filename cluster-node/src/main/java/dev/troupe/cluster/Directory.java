package dev.troupe.cluster;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.engine.external.Served;
import dev.troupe.engine.external.ServedDirectory;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** Where a route that a worker has asked for says so: its id, then the worker, then the node. */
    private static final int OF_WORKER = 3;

    /** How the agents of a type are hosted; the same on all nodes. */
    record HostedType(Optional<String> role, How how) {
        /** Of what kind the agents are. Their names are on the wire. */
        enum How {
            IN_MEMORY(""),
            DURABLE("durable"),
            /** Their code runs in workers. */
            EXTERNAL("external");

            private final String word;

            How(String word) {
                this.word = word;
            }
        }

        static final HostedType BY_WORKERS = new HostedType(Optional.of(ServedDirectory.ROLE), How.EXTERNAL);

        static HostedType of(AgentDefinition<?, ?> definition) {
            var settings = definition.settings();
            return new HostedType(settings.role(), settings.durable() ? How.DURABLE : How.IN_MEMORY);
        }

        boolean durable() {
            return how == How.DURABLE;
        }

        boolean external() {
            return how == How.EXTERNAL;
        }

        private static HostedType parse(String[] part) {
            var how = How.IN_MEMORY;
            for (var known : How.values()) {
                how = part.length > 3 && part[3].equals(known.word) ? known : how;
            }
            return new HostedType(part[2].isEmpty() ? Optional.empty() : Optional.of(part[2]), how);
        }

        private String entry(String type) {
            return "type\t" + type + "\t" + role.orElse("") + (how == How.IN_MEMORY ? "" : "\t" + how.word);
        }

        @Override
        public String toString() {
            return role.map(name -> "role '" + name + "'").orElse("no role")
                    + (how == How.IN_MEMORY ? "" : ", " + how.word);
        }
    }

    private final Set<String> nodes = new HashSet<>();
    private final Map<String, HostedType> types = new TreeMap<>();
    private final Map<String, Set<String>> hosts = new HashMap<>();
    private final Set<Served> served = new HashSet<>();
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
                case "topic" -> addRoute(routes, new TypeSubscription(part[1], part[2]), part);
                case "prefix" -> addRoute(routes, new TypePrefixSubscription(part[1], part[2]), part);
                case "worker" -> served.add(new Served.Type(read(part[2]), part[1]));
                default -> {
                    // Written by a newer node; it knows what to do with it.
                }
            }
        }
        hosts.replaceAll((type, nodesOfType) -> Set.copyOf(nodesOfType)); // read for every message that is sent
        subscriptions = SubscriptionTable.of(routes);
    }

    private void addRoute(List<TopicSubscription> routes, TopicSubscription subscription, String[] part) {
        routes.add(subscription);
        if (part.length > OF_WORKER) {
            served.add(new Served.Route(read(part[OF_WORKER + 1]), read(part[OF_WORKER]), subscription));
        }
    }

    static Directory of(Set<String> entries) {
        return new Directory(entries);
    }

    static String node(String node) {
        return "node\t" + node;
    }

    static String type(String type, HostedType how) {
        return how.entry(type);
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

    /** Returns what a worker of {@code node} serves. */
    static String served(Served served, String node) {
        if (served instanceof Served.Type type) {
            return "worker\t" + type.agentType() + "\t" + write(type.client()) + "\t" + node;
        }
        var route = (Served.Route) served;
        return route(route.subscription()) + "\t" + write(route.id()) + "\t" + write(route.client()) + "\t" + node;
    }

    /** Tells whether an entry is about {@code node} and ends with it. */
    static boolean belongsTo(String entry, String node) {
        return !entry.startsWith("type\t") && entry.endsWith("\t" + node);
    }

    /** Ids of workers are free text; in an entry they are without its separators. */
    private static String write(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static String read(String id) {
        return URLDecoder.decode(id, StandardCharsets.UTF_8);
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

    /** Returns what workers serve. */
    Set<Served> served() {
        return served;
    }

    SubscriptionTable subscriptions() {
        return subscriptions;
    }
}
