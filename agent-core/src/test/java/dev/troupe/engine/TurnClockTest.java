package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TurnClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000123Z");
    private final TurnClock clock = new TurnClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void standsStillInEveryZoneUntilItRunsAgain() {
        var inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));

        clock.stop(7);
        var stopped = clock.instant();
        long stoppedMillis = clock.millis();
        var stoppedInTokyo = inTokyo.instant();
        clock.letRun();

        assertThat(stopped).isEqualTo(Instant.ofEpochMilli(7)).isEqualTo(stoppedInTokyo);
        assertThat(stoppedMillis).isEqualTo(7);
        assertThat(clock.instant()).isEqualTo(NOW).isEqualTo(inTokyo.instant());
        assertThat(inTokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
}
