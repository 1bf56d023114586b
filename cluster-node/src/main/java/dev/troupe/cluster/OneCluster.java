package dev.troupe.cluster;

import dev.troupe.store.SignOfLife;
import dev.troupe.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second cluster off a store: its agents would be those of the first one, in other states. The members of a cluster
 * show a sign of life there, about one a second, whoever comes first; a node that would begin a cluster waits until it is
 * sure that there is none. A cluster none of whose nodes gives a sign for {@link #SILENCE}, since all are cut off from the
 * store or it answers none of them, is taken for one that has ended. Nothing is looked at on a node without a store, or with no durable agents.
 */
final class OneCluster {
    static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(OneCluster.class);

    private final ActorSystem<?> system;
    private final Store store;
    private final String node;
    private @Nullable Cancellable ticks;
    private SignOfLife.@Nullable Sign last;
    private boolean failing;
    private volatile boolean lastOne;

    /** @param node host:port of this one */
    OneCluster(ActorSystem<?> system, Store store, String node) {
        this.system = system;
        this.store = store;
        this.node = node;
    }

    /**
     * Returns the nodes to ask, which may be none. The first of them may begin a cluster: if that is this one, and a cluster is
     * there, a node of it takes its place. Takes up to {@link #SILENCE} after a cluster that did not end in order.
     *
     * @throws IllegalArgumentException if a cluster uses the store, and this node was to join nobody
     * @throws IllegalStateException if the store cannot be reached
     */
    List<Address> seeds(List<Address> wanted, Address self) {
        boolean begins = wanted.isEmpty() || wanted.get(0).equals(self);
        if (!begins || !store.isPrepared()) {
            return wanted;
        }
        var other = other(store.signOfLife());
        if (other == null) {
            return wanted;
        }
        if (wanted.size() <= 1) {
            throw new IllegalArgumentException("start: a cluster uses " + store.name() + " already, with "
                    + other.node() + " (expected: none, since this node is to begin one; let it join: --join "
                    + other.node() + ")");
        }
        LOG.info("A cluster uses {}, with {}: not to begin another one", store.name(), other.node());
        var alive = AddressFromURIString.parse("pekko://" + system.name() + "@" + other.node());
        return Stream.concat(Stream.of(alive), wanted.stream())
                .filter(seed -> !seed.equals(self))
                .distinct()
                .toList();
    }

    /** Returns a sign of another cluster; or null, then the store is this one's, and it shows signs from now on. */
    private SignOfLife.@Nullable Sign other(SignOfLife sign) {
        var seen = sign.read();
        long silent = System.nanoTime() + SILENCE.toNanos();
        while (seen != null && System.nanoTime() < silent) {
            pause();
            var now = sign.read();
            if (now != null && !now.equals(seen)) {
                return now;
            }
            seen = now;
        }
        var own = sign.give(seen, node);
        while (own == null) {
            var now = sign.read();
            if (now != null) {
                return now;
            }
            own = sign.give(null, node);
        }
        start(own);
        return null;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("start: interrupted", e);
        }
    }

    /** This node is a member: shows signs of life from now on, if it has not begun to. */
    synchronized void start() {
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseClusterLeave(), "troupe-last-node", this::noteWhetherLast);
        if (ticks == null) {
            start(null);
        }
    }

    private synchronized void start(SignOfLife.@Nullable Sign seen) {
        last = seen;
        ticks = system.scheduler()
                .scheduleWithFixedDelay(
                        PERIOD, PERIOD, this::tick, system.dispatchers().lookup(DispatcherSelector.blocking()));
    }

    /** Once it has left, a node knows of no other. */
    private CompletionStage<Done> noteWhetherLast() {
        lastOne = ClusterMember.all(Cluster.get(system)).size() == 1;
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    private synchronized void tick() {
        if (ticks == null || !store.isPrepared()) {
            return;
        }
        try {
            last = store.signOfLife().keepUp(last, node);
            failing = false;
        } catch (IllegalStateException e) {
            if (!failing) {
                LOG.warn("No sign of life: {}", e.getMessage());
            }
            failing = true;
        }
    }

    /** Ends the signs; of the last node in a way that the next one sees at once. */
    synchronized void close() {
        if (ticks == null) {
            return;
        }
        ticks.cancel();
        ticks = null;
        if (lastOne && last != null) {
            try {
                store.signOfLife().remove(last);
            } catch (IllegalStateException e) {
                LOG.warn("The next node waits {} for this one: {}", SILENCE, e.getMessage());
            }
        }
    }
}
