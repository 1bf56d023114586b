package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private static final AgentId AUDIT = AgentId.of("audit", "acme");

    private final TestClock clock = new TestClock();
    private final Flows flows = new Flows(clock);

    private void handled(@Nullable AgentId sender, TurnEnd how) {
        var payload = new Payload("x", "{}".getBytes(StandardCharsets.UTF_8));
        var envelope = new Envelope(
                "m1", Envelope.Kind.MESSAGE, AUDIT, sender, null, payload, null, null, null, Long.MAX_VALUE, Map.of());
        flows.ended(AUDIT, new Delivery(new StreamId("a", 1), 1, envelope, 1, false), how, List.of(), 1);
    }

    @Test
    void countsWhatAgentsHandledByWhoSentIt() {
        handled(AgentId.of("triage", "acme"), TurnEnd.APPLIED);
        handled(AgentId.of("triage", "globex"), TurnEnd.APPLIED);
        handled(null, TurnEnd.APPLIED);

        assertThat(flows.list())
                .containsExactly(new Flows.Flow("outside", "audit", 1), new Flows.Flow("triage", "audit", 2));
    }

    @Test
    void doesNotCountWhatIsTriedAgain() {
        handled(null, TurnEnd.FAILED);
        handled(null, TurnEnd.REPEATED);

        assertThat(flows.list()).isEmpty();
    }

    @Test
    void forgetsWhatIsLongerAgo() {
        handled(null, TurnEnd.APPLIED);
        clock.advance(Duration.ofMinutes(Flows.MINUTES - 1));
        handled(null, TurnEnd.APPLIED);

        assertThat(flows.list()).containsExactly(new Flows.Flow("outside", "audit", 2));

        clock.advance(Duration.ofMinutes(1));

        assertThat(flows.list()).containsExactly(new Flows.Flow("outside", "audit", 1));
    }

    @Test
    void countsPairsBeyondTheLimitTogether() {
        for (int type = 0; type < 1_100; type++) {
            handled(AgentId.of("t" + type, "k"), TurnEnd.APPLIED);
        }

        assertThat(flows.list()).hasSize(1_001).contains(new Flows.Flow("other", "other", 100));
    }
}
