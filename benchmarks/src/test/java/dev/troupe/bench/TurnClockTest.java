package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnClockTest {
    private final TurnClock clock = new TurnClock();

    @Test
    void comparesATurnWithTheOneBeforeOfItsConversation() {
        clock.turn("one");
        clock.turn("other");
        clock.turn("one");

        assertThat(clock.take())
                .singleElement()
                .satisfies(micros -> assertThat(micros).isPositive());
        assertThat(clock.take()).isEmpty();
    }

    @Test
    void doesNotCompareWhatWasBeforeARestart() {
        clock.turn("one");

        clock.restart("one");
        clock.turn("one");

        assertThat(clock.take()).isEmpty();
    }
}
