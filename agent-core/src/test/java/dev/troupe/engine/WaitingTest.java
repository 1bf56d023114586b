package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId B = AgentId.of("test", "b");
    private static final AgentId C = AgentId.of("test", "with \" and /");

    @Test
    void notesWhoWaitsInOrderAndCarriesTheOtherHeadersOn() {
        var first = Waiting.headers(to(A, Map.of("tenant", "acme")), B);

        var second = Waiting.headers(to(B, first), C);

        assertThat(second).containsEntry("tenant", "acme");
        assertThat(second).containsEntry(Waiting.HEADER, "[\"test/a\",\"test/b\"]");
        assertThat(Waiting.without(second)).isEqualTo(Map.of("tenant", "acme"));
    }

    @Test
    void namesTheAgentsOfACircleInOrderAndNoOthers() {
        var awaited = Waiting.headers(to(A, Map.of()), B);
        var twice = Waiting.headers(to(B, awaited), C);

        assertThatThrownBy(() -> Waiting.headers(to(C, twice), B))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.failure())
                                .isEqualTo(
                                        Failure.of(
                                                Failure.Kind.CYCLE,
                                                "test/b -> test/with \" and / -> test/b: each awaits the next, so none could answer"
                                                        + " (expected: effects().ask with onReply at one of them, which blocks nobody)")));
    }

    @Test
    void takesAnAgentThatAsksItselfForACircle() {
        assertThatThrownBy(() -> Waiting.headers(to(A, Map.of()), A))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("CYCLE: test/a -> test/a: ");
    }

    private static Envelope to(AgentId recipient, Map<String, String> headers) {
        return new Envelope(
                "m1",
                Envelope.Kind.MESSAGE,
                recipient,
                null,
                null,
                new Payload("test.Note", new byte[0]),
                null,
                null,
                null,
                Long.MAX_VALUE,
                headers);
    }
}
