package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ActorTestKit kit = ActorTestKit.create();
    private final Agents agents = new Agents();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void waitsUntilTheAgentsHaveMoved() throws Exception {
        agents.looksUntilTheyHaveMoved.set(3);
        agents.changed.complete(null);

        ended(drain(LONG, true));

        assertThat(agents.stoppedHosting).containsExactly("triage");
        assertThat(agents.looksUntilTheyHaveMoved).hasValue(0);
    }

    @Test
    void leavesTheRestWhenTheTimeIsUp() throws Exception {
        agents.looksUntilTheyHaveMoved.set(Integer.MAX_VALUE);

        ended(drain(Duration.ofMillis(200), true));

        assertThat(agents.looksUntilTheyHaveMoved.get()).isPositive();
    }

    @Test
    void doesNotWaitWhenNoMajorityLearnsThatItHostsNothingAnyMore() throws Exception {
        agents.looksUntilTheyHaveMoved.set(Integer.MAX_VALUE);
        agents.changed.completeExceptionally(new IllegalStateException("no majority"));

        ended(drain(LONG, true));

        assertThat(agents.looksUntilTheyHaveMoved.get()).isPositive();
    }

    @Test
    void goesOnHostingWhatNobodyElseHosts() throws Exception {
        agents.movable = Set.of();

        ended(drain(LONG, true));

        assertThat(agents.stoppedHosting).isEmpty();
    }

    @Test
    void givesNothingAwayOnceItWasDowned() throws Exception {
        ended(drain(LONG, false));

        assertThat(agents.stoppedHosting).isEmpty();
    }

    private Drain drain(Duration timeout, boolean member) {
        return new Drain(kit.system(), agents, timeout, () -> member);
    }

    private static void ended(Drain drain) throws Exception {
        drain.run().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static final class Agents implements Drain.Node {
        final CompletableFuture<Void> changed = new CompletableFuture<>();
        final List<String> stoppedHosting = new ArrayList<>();
        Set<String> movable = Set.of("triage");
        final AtomicInteger looksUntilTheyHaveMoved = new AtomicInteger();

        @Override
        public Set<String> movableTypes() {
            return movable;
        }

        @Override
        public CompletionStage<Void> stopHosting(Set<String> types) {
            stoppedHosting.addAll(types);
            return changed;
        }

        @Override
        public boolean hasAgents(Set<String> types) {
            return looksUntilTheyHaveMoved.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }
    }
}
