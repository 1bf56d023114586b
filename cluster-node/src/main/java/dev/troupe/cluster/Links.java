package dev.troupe.cluster;

import dev.troupe.engine.actor.RuntimeCore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** The links of this node to others, by address: one per live incarnation, started when it is first needed. Thread-safe. */
final class Links {
    private record Open(String node, ActorRef<Link.Command> link, AtomicLong waitingBytes) {}

    /** Reaches the receivers of another node. */
    interface Connect {
        void connect(String node, Wire.Connect message);
    }

    private final ActorSystem<?> system;
    private final String self;
    private final Set<String> liveNodes;
    private final long bufferBytes;
    private final Connect connect;
    private final ConcurrentMap<String, Open> byAddress = new ConcurrentHashMap<>();
    private final AtomicLong started = new AtomicLong();
    private final LongAdder carried = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param liveNodes the members now, as the directory names them */
    Links(ActorSystem<?> system, String self, Set<String> liveNodes, long bufferBytes, Connect connect) {
        this.system = system;
        this.self = self;
        this.liveNodes = liveNodes;
        this.bufferBytes = bufferBytes;
        this.connect = connect;
    }

    /** Hands something to the link to an address; false if no live node has it. */
    boolean carry(String address, Link.Command item) {
        var open = byAddress.get(address);
        if (open == null) {
            open = byAddress.computeIfAbsent(address, this::open);
        }
        if (open == null) {
            return false;
        }
        carried.increment();
        open.link().tell(item);
        return true;
    }

    /** Ends the link to an incarnation that has left, with all that waits in it. */
    void close(String node) {
        byAddress.computeIfPresent(Membership.address(node), (address, open) -> {
            if (!open.node().equals(node)) {
                return open;
            }
            open.link().tell(Link.Stop.INSTANCE);
            return null;
        });
    }

    /** Returns how many batches and reports the links took. */
    long carried() {
        return carried.sum() - dropped.sum();
    }

    /** Returns how many batches and reports were dropped because too much waited for demand. */
    long dropped() {
        return dropped.sum();
    }

    /** Returns what waits in the fullest link, in bytes. */
    long fullestBytes() {
        return byAddress.values().stream()
                .mapToLong(open -> open.waitingBytes().get())
                .max()
                .orElse(0);
    }

    private @Nullable Open open(String address) {
        return liveNodes.stream()
                .filter(node -> Membership.address(node).equals(address))
                .findAny()
                .map(this::start)
                .orElse(null);
    }

    private Open start(String node) {
        var waitingBytes = new AtomicLong();
        var setup = new Link.Setup(
                self, message -> connect.connect(node, message), bufferBytes, dropped::increment, waitingBytes);
        String name = "troupe-link-" + started.incrementAndGet();
        var link = system.systemActorOf(Link.create(setup), name, RuntimeCore.DELIVERY_DISPATCHER);
        return new Open(node, link, waitingBytes);
    }
}
