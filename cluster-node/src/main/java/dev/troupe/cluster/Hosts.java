package dev.troupe.cluster;

import dev.troupe.agent.Failure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;

/** Which nodes live, and host what, as one node knows it now. Thread-safe. */
final class Hosts {
    private final String self;
    private final Set<String> liveNodes;
    private final Supplier<Directory> directory;

    /**
     * @param self the address of this node
     * @param liveNodes changes as nodes come and go
     */
    Hosts(String self, Set<String> liveNodes, Supplier<Directory> directory) {
        this.self = self;
        this.liveNodes = liveNodes;
        this.directory = directory;
    }

    /** Returns the known agent types. */
    Set<String> types() {
        return directory.get().types().keySet();
    }

    /** Returns the members that host a type. */
    Set<String> live(String type) {
        Set<String> hosts = new HashSet<>(directory.get().hosts(type));
        hosts.retainAll(liveNodes);
        return hosts;
    }

    /** Says why no live node can host the agent type; empty if one can. */
    Optional<Failure> unavailable(String agentType) {
        var now = directory.get();
        for (String host : now.hosts(agentType)) {
            if (liveNodes.contains(host)) {
                return Optional.empty();
            }
        }
        return Optional.of(Failure.of(Failure.Kind.UNAVAILABLE, why(now, agentType)));
    }

    private static String why(Directory now, String agentType) {
        var known = now.types().get(agentType);
        if (known == null) {
            return "agent type '" + agentType + "' is not registered on any node (known: "
                    + now.types().keySet() + ")";
        }
        if (known.external()) {
            return "no worker serves agent type '" + agentType + "' now (connect one to a gateway)";
        }
        return "no live node hosts agent type '" + agentType + "' ("
                + known.role().map(name -> "start one with role '" + name + "'").orElse("start one that knows it")
                + ")";
    }

    /** Returns what the coordinator of a type's shards asks. */
    HostAllocation.Nodes of(String type) {
        return new HostAllocation.Nodes() {
            @Override
            public boolean isHost(ActorRef region) {
                return live(type).stream().anyMatch(host -> isAt(host, region));
            }

            @Override
            public boolean isLive(ActorRef region) {
                return liveNodes.stream().anyMatch(live -> isAt(live, region));
            }

            @Override
            public String nodeOf(ActorRef region) {
                Address address = region.path().address();
                return address.hasLocalScope() ? self : address.toString();
            }

            private boolean isAt(String node, ActorRef region) {
                return Membership.address(node).equals(nodeOf(region));
            }
        };
    }
}
