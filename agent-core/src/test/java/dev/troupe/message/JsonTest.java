package dev.troupe.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    record Times(Duration took, OffsetDateTime at, Instant instant) {}

    record Ids(AgentId agent, TopicId topic, Map<AgentId, Integer> counts, Optional<String> note) {}

    @Test
    void writesTimesAsIsoTextAndKeepsTheOffset() throws IOException {
        var times = new Times(
                Duration.ofMillis(1_500), OffsetDateTime.parse("2026-01-02T03:04:05+02:00"), Instant.ofEpochSecond(7));

        String json = text(times);

        assertThat(json)
                .isEqualTo("{\"took\":\"PT1.5S\",\"at\":\"2026-01-02T03:04:05+02:00\","
                        + "\"instant\":\"1970-01-01T00:00:07Z\"}");
        assertThat(Json.read(bytes(json), Times.class)).isEqualTo(times);
    }

    @Test
    void readsADurationInSecondsAsOlderNodesWroteIt() throws IOException {
        assertThat(Json.read(bytes("{\"took\":1.500000000}"), Times.class).took())
                .isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void writesIdsAsTextAlsoAsKeys() throws IOException {
        var agent = AgentId.of("triage", "acme");
        var ids = new Ids(agent, TopicId.of("documents", "acme"), Map.of(agent, 2), Optional.empty());

        String json = text(ids);

        assertThat(json)
                .isEqualTo("{\"agent\":\"triage/acme\",\"topic\":\"documents/acme\","
                        + "\"counts\":{\"triage/acme\":2},\"note\":null}");
        assertThat(Json.read(bytes(json), Ids.class)).isEqualTo(ids);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnowAndRefusesNull() throws IOException {
        assertThat(Json.read(bytes("{\"later\":1}"), Times.class)).isEqualTo(new Times(null, null, null));
        assertThatThrownBy(() -> Json.read(bytes("null"), Times.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: an object of " + Times.class.getName());
    }

    @Test
    void saysWhereTextIsNotJson() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.requireWellFormed("{\"a\": }"))
                .withMessageContaining("column");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.requireWellFormed("1 2"))
                .withMessage("json: '1 2' (expected: one JSON value)");
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
