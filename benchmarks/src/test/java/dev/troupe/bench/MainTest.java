package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void listsWithoutStartingAnything() {
        assertThat(Main.execute("delivery", "--list")).isZero();
    }

    @Test
    void takesTheOptionsOfDeliveryWithoutItsName() {
        assertThat(Main.execute("--list", "--only", "send,memory")).isZero();
    }

    @Test
    void refusesAWrongNameAndAWrongNumberAsWrongArguments() {
        assertThat(Main.execute("delivery", "--only", "sned")).isEqualTo(2);
        assertThat(Main.execute("delivery", "--rounds", "0")).isEqualTo(2);
        assertThat(Main.execute("delivery", "--seconds", "-1")).isEqualTo(2);
        assertThat(Main.execute("delivery", "--nonsense")).isEqualTo(2);
    }
}
