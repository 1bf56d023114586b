package dev.troupe.cluster;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * A member of the cluster, as one node sees it.
 *
 * @param node {@code host:port}
 * @param status of its membership, in small letters: joining, weaklyup, up, leaving, exiting, down
 * @param reachable whether the nodes hear from it
 * @param oldest whether it is the member that was up first, where Pekko's coordinators live
 */
public record ClusterMember(String node, String status, boolean reachable, boolean oldest, Set<String> roles) {
    private static final String DATA_CENTER = "dc-";

    public ClusterMember {
        roles = Set.copyOf(roles);
    }

    static Set<ClusterMember> all(Cluster cluster) {
        var state = cluster.state();
        Member oldest = null;
        for (var member : state.getMembers()) {
            oldest = older(oldest, member);
        }
        Set<ClusterMember> all = new HashSet<>();
        for (var member : state.getMembers()) {
            all.add(of(member, !state.getUnreachable().contains(member), member.equals(oldest)));
        }
        return all;
    }

    private static Member older(@Nullable Member one, Member other) {
        return one == null || other.isOlderThan(one) ? other : one;
    }

    private static ClusterMember of(Member member, boolean reachable, boolean oldest) {
        Set<String> roles = new HashSet<>(member.getRoles());
        roles.removeIf(role -> role.startsWith(DATA_CENTER)); // Pekko's own
        return new ClusterMember(
                ClusterNode.shown(member.address().toString()),
                member.status().toString().toLowerCase(Locale.ROOT),
                reachable,
                oldest,
                roles);
    }
}
