package dev.troupe.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void refusesADurableSendInsideOfAnAgent() {
        var options = SendOptions.DEFAULT.durable();

        assertThatThrownBy(() -> Turn.empty().send(AgentId.of("test", "a"), "message", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test/a")
                .hasMessageContaining("make the agent durable");
    }
}
