package dev.troupe.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void findsMetricsTheirLabelsAndWhatIsSummedBy() {
        var found = PromQl.parse("sum by (agent_type, le) (rate(a_total{end=~\"failed|given_up\",x!=\"1\"}[5m]))"
                + " / max(b) > 0.1 and c_bytes");

        assertThat(found.metrics().keySet()).containsExactly("a_total", "b", "c_bytes");
        assertThat(found.metrics().get("a_total"))
                .containsExactly(
                        new PromQl.Choice("end", List.of("failed", "given_up")), new PromQl.Choice("x", List.of("1")));
        assertThat(found.grouping()).containsExactlyInAnyOrder("agent_type", "le");
    }

    @Test
    void refusesAFunctionThatItDoesNotKnow() {
        assertThatThrownBy(() -> PromQl.parse("summ(a)")).hasMessageContaining("function: summ (expected: one of");
    }
}
