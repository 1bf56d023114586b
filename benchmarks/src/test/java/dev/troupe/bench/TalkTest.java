package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TalkTest {

    @Test
    void countsTheTurnsOfATeamAndOfAgentsThatAskAsOften() throws Exception {
        var load = new TalkLoad(3, Duration.ofMillis(200));
        try (var node = TalkNode.start(4, null, "")) {
            for (var talk : List.of(node.bare(), node.team())) {
                load.wake(talk);

                var figures = load.run(talk);

                assertThat(figures.turnsPerSecond()).isPositive();
                assertThat(figures.p50()).isPositive().isLessThanOrEqualTo(figures.p99());
            }
        }
    }

    @Test
    void doesNotStoreTheTranscriptAnewWithEachTurn() throws Exception {
        try (var node = TalkNode.start(201, BenchStore.open(null), Growth.CONFIG)) {

            var growth = Growth.measure(node);

            assertThat(growth.entriesPerTurn(1, 40))
                    .isGreaterThan(Talk.TEXT.length())
                    .isGreaterThan(growth.bare());
            assertThat(growth.entriesPerTurn(161, 200)).isLessThanOrEqualTo(2 * growth.entriesPerTurn(1, 40));
            assertThat(growth.snapshotsTo(200)).isPositive();
        }
    }

    @Test
    void measuresNoGrowthOfAgentsInMemory() throws Exception {
        try (var node = TalkNode.start(1, null, "")) {

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Growth.measure(node))
                    .withMessageContaining("store: none");
        }
    }
}
