package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishingTest {
    private static final TopicId TOPIC = TopicId.of("news", "a");
    private static final AgentId A = AgentId.of("first", "a");
    private static final AgentId B = AgentId.of("second", "a");

    private final PendingTable pending = new PendingTable(new PendingTable.Limits(10, 10, 10));

    @Test
    void isCompleteAtOnceWithoutDeliveries() {
        assertThat(new Publishing("p", TOPIC, 0)).isCompletedWithValue(new Publication("p", TOPIC, List.of()));
    }

    @Test
    void hasTheReceiptsInTheOrderOfTheSubscribersWhenTheLastHasCome() {
        var publishing = new Publishing("p", TOPIC, 2);
        var first = publishing.delivery(0, pending.enter(A, "a"));
        var second = publishing.delivery(1, pending.enter(B, "a"));

        second.settled(event(B), Outcome.processed(1, null));
        assertThat(publishing).isNotDone();
        first.settled(event(A), Outcome.processed(2, null));

        assertThat(publishing.join().receipts())
                .containsExactly(Receipt.processed("p@first", A, 2), Receipt.processed("p@second", B, 1));
    }

    @Test
    void failsAtOnceIfNobodyWillKnowWhatBecameOfADelivery() {
        var publishing = new Publishing("p", TOPIC, 2);
        var first = publishing.delivery(0, pending.enter(A, "a"));

        first.abandoned(event(A), Failure.of(Failure.Kind.UNAVAILABLE, "closed"));

        assertThat(publishing).isCompletedExceptionally();
    }

    private static Envelope event(AgentId to) {
        var payload = new Payload("test.Note", new byte[0]);
        return new Envelope(
                "p@" + to.type(), Envelope.Kind.MESSAGE, to, null, TOPIC, payload, null, null, null, 1, Map.of());
    }
}
