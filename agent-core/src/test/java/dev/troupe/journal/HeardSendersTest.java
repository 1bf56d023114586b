package dev.troupe.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeardSendersTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId B = AgentId.of("test", "b");
    private static final AgentId C = AgentId.of("test", "c");

    private final HeardSenders senders = new HeardSenders(2);

    @Test
    void knowsAllUpToTheHighestMessageOfASender() {
        senders.note(from(A, 7), 1, null);

        assertThat(senders.outcome(from(A, 6))).isEqualTo(Outcome.processed(1, null));
        assertThat(senders.outcome(from(A, 7))).isEqualTo(Outcome.processed(1, null));
        assertThat(senders.outcome(from(A, 8))).isNull();
        assertThat(senders.outcome(from(B, 7))).isNull();
    }

    @Test
    void remembersWhyAMessageWasGivenUp() {
        var failure = Failure.of(Failure.Kind.HANDLER_ERROR, "it threw");

        senders.note(from(A, 7), 5, failure);
        senders.note(from(A, 8), 1, null);

        assertThat(senders.outcome(from(A, 7))).isEqualTo(Outcome.deadLettered(5, failure));
    }

    @Test
    void forgetsWhoWasNotHeardForLongestBeyondItsLimit() {
        senders.note(from(A, 1), 1, null);
        senders.note(from(B, 1), 1, null);
        senders.note(from(A, 2), 1, null);
        senders.note(from(C, 1), 1, null);

        assertThat(senders.outcome(from(A, 2))).isNotNull();
        assertThat(senders.outcome(from(B, 1))).isNull();
        assertThat(senders.outcome(from(C, 1))).isNotNull();
    }

    @Test
    void knowsNothingOfSendersThatAreNotDurable() {
        senders.note(from(A, 0), 1, null);

        assertThat(senders.outcome(from(A, 0))).isNull();
    }

    private static Envelope from(AgentId sender, long ordinal) {
        var payload = new Payload("test.Note", new byte[0]);
        return new Envelope(
                        "m" + ordinal,
                        Envelope.Kind.MESSAGE,
                        AgentId.of("test", "me"),
                        sender,
                        null,
                        payload,
                        null,
                        null,
                        null,
                        1,
                        Map.of())
                .withOrdinal(ordinal);
    }
}
