package dev.troupe.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceParentTest {
    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    @Test
    void readsWhatItWrites() {
        var root = TraceParent.root("order-1");

        assertThat(TraceParent.parse(root.header())).isEqualTo(root);
        assertThat(root.isRoot()).isTrue();
        assertThat(TraceParent.parse(GIVEN)).isNotNull().satisfies(given -> {
            assertThat(given.header()).isEqualTo(GIVEN);
            assertThat(given.isRoot()).isFalse();
        });
    }

    @Test
    void isTheSameForTheSameMessageAndAnotherForAnother() {
        assertThat(TraceParent.root("order-1")).isEqualTo(TraceParent.root("order-1"));
        assertThat(TraceParent.root("order-1").traceId())
                .isNotEqualTo(TraceParent.root("order-2").traceId());
        assertThat(TraceParent.span("m", AgentId.of("a", "bc")))
                .isNotEqualTo(TraceParent.span("m", AgentId.of("ab", "c")));
    }

    @Test
    void staysInTheTraceOfTheMessageAndNamesItsTurn() {
        var agent = AgentId.of("triage", "acme");
        var given = TraceParent.parse(GIVEN);

        assertThat(given).isNotNull().satisfies(trace -> {
            var child = trace.child("order-1", agent);
            assertThat(child.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(child.parent()).isEqualTo(TraceParent.span("order-1", agent));
            assertThat(child.header()).endsWith("-00");
        });
    }

    @Test
    void takesNothingThatIsNoTrace() {
        assertThat(TraceParent.parse(null)).isNull();
        assertThat(TraceParent.parse("")).isNull();
        assertThat(TraceParent.parse(GIVEN.toUpperCase(java.util.Locale.ROOT))).isNull();
        assertThat(TraceParent.parse("01" + GIVEN.substring(2))).isNull();
        assertThat(TraceParent.parse("00-00000000000000000000000000000000-00f067aa0ba902b7-00"))
                .isNull();
    }

    @Test
    void keepsOtherHeaders() {
        assertThat(TraceParent.root("m").in(Map.of("tenant", "acme")))
                .containsEntry("tenant", "acme")
                .containsKey(TraceParent.HEADER);
    }
}
