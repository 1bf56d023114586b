package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void listsWithoutStartingAnything() {
        assertThat(Main.execute("delivery", "--list")).isZero();
        assertThat(Main.execute("durable", "--list", "--only", "turns,recovery-p99"))
                .isZero();
        assertThat(Main.execute("chat", "--list", "--only", "memory,durable-1-p99,entries"))
                .isZero();
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
        assertThat(Main.execute("durable", "--only", "send")).isEqualTo(2);
        assertThat(Main.execute("durable", "--postgres", "localhost")).isEqualTo(2);
        assertThat(Main.execute("chat", "--only", "entry")).isEqualTo(2);
        assertThat(Main.execute("chat", "--postgres", "localhost")).isEqualTo(2);
    }
}
