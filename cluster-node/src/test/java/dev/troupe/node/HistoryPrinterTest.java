package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.TopicId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How histories look. Programs read the JSON: what is here may get more fields, and must not change otherwise. */
class HistoryPrinterTest {
    private static final AgentId AGENT = AgentId.of("triage", "acme");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final TopicId TOPIC = TopicId.of("documents", "acme");

    private static final HistoryEntry FULL = new HistoryEntry(
            7,
            AT,
            new HistoryEntry.Message(
                    "m1",
                    Optional.of(AgentId.of("billing", "b")),
                    Optional.of(TOPIC),
                    Optional.of("r1"),
                    new JsonPayload("triage.Document", "{\"id\":\n1}")),
            2,
            Optional.empty(),
            Optional.of("{\"n\":1}"),
            Optional.of("{\"n\":2}"),
            Optional.of(new JsonPayload("triage.Decision", "{\"ok\":true}")),
            List.of(
                    new HistoryEntry.Sent(
                            AgentId.of("audit", "a"),
                            Optional.of(TOPIC),
                            new JsonPayload("audit.Record", "{}"),
                            Duration.ZERO),
                    new HistoryEntry.Sent(
                            AGENT, Optional.empty(), new JsonPayload("triage.Remind", "{}"), Duration.ofSeconds(90))));

    private static final HistoryEntry GIVEN_UP = new HistoryEntry(
            9,
            AT,
            new HistoryEntry.Message(
                    "m2",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new JsonPayload("triage.Document", "{}")),
            5,
            Optional.of(Failure.of(Failure.Kind.HANDLER_ERROR, "it threw")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    @Test
    void printsOneJsonObjectPerLine() {
        assertThat(printed(JsonLines::new))
                .containsExactly(
                        "{\"agent\":\"triage/acme\",\"keptFrom\":6}",
                        "{\"agent\":\"triage/acme\",\"turn\":7,\"at\":\"2026-01-02T03:04:05.678Z\",\"message\":{\"id\":\"m1\","
                                + "\"sender\":\"billing/b\",\"topic\":\"documents/acme\",\"answerTo\":\"r1\","
                                + "\"type\":\"triage.Document\",\"json\":{\"id\": 1}},\"attempts\":2,\"before\":{\"n\":1},"
                                + "\"after\":{\"n\":2},\"answer\":{\"type\":\"triage.Decision\",\"json\":{\"ok\":true}},"
                                + "\"sent\":[{\"recipient\":\"audit/a\",\"topic\":\"documents/acme\","
                                + "\"type\":\"audit.Record\",\"json\":{}},{\"recipient\":\"triage/acme\","
                                + "\"delay\":\"PT1M30S\",\"type\":\"triage.Remind\",\"json\":{}}]}",
                        "{\"agent\":\"triage/acme\",\"turn\":9,\"at\":\"2026-01-02T03:04:05.678Z\",\"message\":{\"id\":\"m2\","
                                + "\"type\":\"triage.Document\",\"json\":{}},\"attempts\":5,\"failure\":{\"kind\":"
                                + "\"HANDLER_ERROR\",\"message\":\"it threw\"},\"sent\":[]}",
                        "{\"next\":10}",
                        "{\"agent\":\"triage/acme\",\"turn\":9,\"state\":{\"n\":2}}",
                        "{\"agent\":\"triage/acme\",\"turn\":9,\"state\":null}");
    }

    @Test
    void printsLinesForPeople() {
        assertThat(printed(HistoryText::new))
                .containsExactly(
                        "The history of triage/acme is kept from turn 6 on; what came before is deleted.",
                        "turn 7  2026-01-02T03:04:05.678Z  triage.Document {\"id\": 1}",
                        "  from      billing/b  on documents/acme  about request r1  id m1  attempts 2",
                        "  before    {\"n\":1}",
                        "  after     {\"n\":2}",
                        "  answer    triage.Decision {\"ok\":true}",
                        "  sent      audit/a  on documents/acme  audit.Record {}",
                        "  sent      triage/acme  after PT1M30S  triage.Remind {}",
                        "turn 9  2026-01-02T03:04:05.678Z  triage.Document {}",
                        "  from      outside  id m2  attempts 5",
                        "  given up  HANDLER_ERROR: it threw",
                        "  state     none  (unchanged)",
                        "There is more: --from 10",
                        "{\"n\":2}",
                        "none");
    }

    private static List<String> printed(Function<PrintWriter, HistoryPrinter> printers) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        var printer = printers.apply(out);
        printer.begin(new AgentHistory(AGENT, 6, 20, List.of(FULL, GIVEN_UP), OptionalLong.of(10)));
        printer.turn(AGENT, FULL);
        printer.turn(AGENT, GIVEN_UP);
        printer.more(10);
        printer.state(AGENT, 9, "{\"n\":2}");
        printer.state(AGENT, 9, null);
        out.flush();
        return text.toString().lines().toList();
    }
}
