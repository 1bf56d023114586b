package dev.troupe.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.agent.Turn.Out;
import dev.troupe.agent.Turn.Settlement;
import dev.troupe.testkit.AgentTestKit;
import org.junit.jupiter.api.Test;

class OrderAgentTest {
    private final AgentTestKit<OrderAgent.Command, OrderAgent.State> order =
            AgentTestKit.of(OrderAgent.definition((key, cents) -> "p-" + cents), "o1");

    @Test
    void paysAndSaysSo() {
        var turn = order.ask(new OrderAgent.Place("book", 900));

        assertThat(turn.settlement()).contains(new Settlement.Replied(new OrderAgent.Placed("p-900")));
        assertThat(turn.out()).hasAtLeastOneElementOfType(Out.Publish.class);
    }

    @Test
    void passesOnThatAnItemIsSoldOut() {
        order.ask(new OrderAgent.Place("book", 900));
        order.ask(new OrderAgent.Ship());

        var turn = order.fail(StockAgent.Take.class, Failure.rejected("sold out"));

        assertThat(turn.out()).hasAtLeastOneElementOfType(Out.Reject.class);
    }
}
