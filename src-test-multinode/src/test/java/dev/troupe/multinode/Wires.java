package dev.troupe.multinode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.remote.RARP;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;

/**
 * The network of one node, for tests: cuts and mends its ways to other nodes, and tells whom it sees as members. Pekko
 * loads it into the node's actor system, which a runtime does not show.
 */
@SuppressWarnings("deprecation") // the commands of the old transport; Artery takes them, and there are no others
final class Wires implements Extension {
    /** Makes a node's network one that can be cut. */
    static final String CONFIG = """
            pekko.extensions = ["dev.troupe.multinode.Wires$Id"]
            pekko.remote.artery.advanced.test-mode = on
            """;

    private static final Map<String, Wires> BY_ADDRESS = new ConcurrentHashMap<>();

    /** Which way a cut goes, as seen from the node. */
    enum Way {
        SEND("Send"),
        RECEIVE("Receive"),
        BOTH("Both");

        private final String scalaName;

        Way(String scalaName) {
            this.scalaName = scalaName;
        }

        /** The objects are nested in a Scala object of a trait's name, which javac cannot say. */
        private ThrottlerTransportAdapter.Direction direction() {
            String name = ThrottlerTransportAdapter.Direction.class.getName() + "$" + scalaName + "$";
            try {
                return (ThrottlerTransportAdapter.Direction)
                        Class.forName(name).getField("MODULE$").get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** How Pekko finds this. */
    static final class Id extends AbstractExtensionId<Wires> implements ExtensionIdProvider {
        @Override
        public Wires createExtension(ExtendedActorSystem system) {
            var wires = new Wires(system);
            BY_ADDRESS.put(hostAndPort(system.provider().getDefaultAddress()), wires);
            return wires;
        }

        @Override
        public Id lookup() {
            return this;
        }
    }

    private final ExtendedActorSystem system;

    private Wires(ExtendedActorSystem system) {
        this.system = system;
    }

    /** Returns the wires of a node of this JVM, by its {@code host:port}. */
    static Wires of(String address) {
        return BY_ADDRESS.get(address);
    }

    /** Drops from now on what goes this way between this node and another. */
    void cut(String other, Way way) throws Exception {
        command(other, way, ThrottlerTransportAdapter.Blackhole$.MODULE$);
    }

    void mend(String other) throws Exception {
        command(other, Way.BOTH, ThrottlerTransportAdapter.Unthrottled$.MODULE$);
    }

    /** Returns the nodes that this one sees as members, sorted, whatever their status; "?" marks the unreachable. */
    List<String> members() {
        List<String> members = new ArrayList<>();
        var state = Cluster.get(system).state();
        for (Member member : state.getMembers()) {
            members.add(hostAndPort(member.address()) + (state.getUnreachable().contains(member) ? "?" : ""));
        }
        Collections.sort(members);
        return members;
    }

    private void command(String other, Way way, ThrottlerTransportAdapter.ThrottleMode mode) throws Exception {
        int colon = other.lastIndexOf(':');
        var address = new Address(
                system.provider().getDefaultAddress().protocol(),
                system.name(),
                other.substring(0, colon),
                Integer.parseInt(other.substring(colon + 1)));
        var done = ((RARP) RARP.get(system))
                .provider()
                .transport()
                .managementCommand(new ThrottlerTransportAdapter.SetThrottle(address, way.direction(), mode));
        Await.result(done, FiniteDuration.apply(1, TimeUnit.MINUTES));
    }

    private static String hostAndPort(Address address) {
        return address.getHost().get() + ":" + address.getPort().get();
    }
}
