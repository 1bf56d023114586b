package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final AgentId AGENT = AgentId.of("triage", "acme");
    private static final int STAYING = 5;

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

    @Test
    void letsWhatCallersHaveSentEndAndTakesNothingMore() throws Exception {
        agents.looksUntilSettled.set(3);
        agents.toNobody = 2;

        var report = ended(drain(LONG, true));

        assertThat(agents.stoppedSending).isTrue();
        assertThat(agents.looksUntilSettled).hasValue(0);
        assertThat(report.messagesUnsettled()).isEqualTo(2);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void reportsWhatBecameOfItsWork() throws Exception {
        agents.looksUntilTheyHaveMoved.set(3);
        var drain = drain(LONG, true);
        var first = drain.run();
        var delivery = Delivery.local(envelope(), 1);
        agents.listener.ended(AGENT, delivery, TurnEnd.APPLIED, List.of(), 1);
        agents.listener.ended(AGENT, delivery, TurnEnd.YIELDED, List.of(), 1);
        agents.listener.left(AGENT, 4);

        var report = ended(drain);

        assertThat(first).isSameAs(drain.run());
        assertThat(report)
                .usingRecursiveComparison()
                .ignoringFields("millis")
                .isEqualTo(new DrainReport(0, 1, STAYING, 0, 1, 1, 0, 4, 0));
        assertThat(report.clean()).isTrue();
        assertThat(report.toString())
                .contains("1 agents moved", "5 agents that no other node hosts", "1 turns gave way")
                .doesNotContain("cut off");
    }

    @Test
    void isNotCleanWhenATurnWasCutOffOrAnAgentDidNotMoveInTime() throws Exception {
        agents.looksUntilTheyHaveMoved.set(Integer.MAX_VALUE);

        var late = ended(drain(Duration.ofMillis(200), true));

        assertThat(late.agentsLate()).isEqualTo(1);
        assertThat(late.clean()).isFalse();
        assertThat(new DrainReport(0, 0, 0, 0, 0, 0, 1, 0, 0).clean()).isFalse();
    }

    private static Envelope envelope() {
        var payload = new Payload("x.X", "{}".getBytes(StandardCharsets.UTF_8));
        return new Envelope(
                "m", Envelope.Kind.MESSAGE, AGENT, null, null, payload, null, null, null, Long.MAX_VALUE, Map.of());
    }

    private Drain drain(Duration timeout, boolean member) {
        return new Drain(kit.system(), agents, timeout, () -> member);
    }

    private static DrainReport ended(Drain drain) throws Exception {
        return drain.run().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static final class Agents implements Drain.Node {
        final CompletableFuture<Void> changed = new CompletableFuture<>();
        final List<String> stoppedHosting = new ArrayList<>();
        Set<String> movable = Set.of("triage");
        final AtomicInteger looksUntilTheyHaveMoved = new AtomicInteger();
        final AtomicInteger looksUntilSettled = new AtomicInteger();
        boolean stoppedSending;
        int toNobody;
        TurnListener listener = TurnListener.NONE;

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
        public int agents(Set<String> types) {
            return Math.min(1, looksUntilTheyHaveMoved.getAndUpdate(left -> Math.max(0, left - 1)));
        }

        @Override
        public int agents() {
            return Math.min(1, looksUntilTheyHaveMoved.get()) + STAYING;
        }

        @Override
        public void stopSending() {
            stoppedSending = true;
        }

        @Override
        public CompletionStage<Long> unsettled(boolean all) {
            if (all) {
                return CompletableFuture.completedFuture((long) toNobody + looksUntilSettled.get());
            }
            return CompletableFuture.completedFuture(
                    (long) looksUntilSettled.getAndUpdate(left -> Math.max(0, left - 1)));
        }

        @Override
        public void listen(TurnListener newListener) {
            listener = newListener;
        }
    }
}
