package dev.troupe.chat.assistant;

import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.chat.Team;
import dev.troupe.chat.telemetry.ChatTelemetry;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.chat.tool.Tool;
import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.standalone.StandaloneRuntime;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What OpenTelemetry is told of an assistant in a team. */
class AssistantTelemetryTest {
    @RegisterExtension
    static final OpenTelemetryExtension OTEL = OpenTelemetryExtension.create();

    record Word(String text) {}

    @Test
    void seesCallsOfModelAndToolsWithinTheTurn() throws Exception {
        var tool = Tool.of("shout", "Shouts.", Word.class, word -> word.text() + "!");
        var model =
                ReplayChatModel.of(ModelReply.toolCall("1", "shout", "{\"text\": \"hey\"}"), ModelReply.text("done"));
        var agent = AssistantAgent.of("helper", model)
                .withTools(tool)
                .withReflectionOnToolUse(true)
                .withTelemetry(ChatTelemetry.of(OTEL.getOpenTelemetry()));
        var team = Team.roundRobin("told", List.of(agent)).withMaxTurns(1);
        try (var runtime = start(team)) {
            get(team.conversation(runtime, "acme").run("hi"));
        }

        var turn = named("invoke_agent helper");
        assertThat(turn).hasSize(1);
        assertThat(OTEL.getSpans().stream()
                        .filter(span ->
                                span.getParentSpanId().equals(turn.get(0).getSpanId())))
                .extracting(span -> span.getName().substring(0, span.getName().indexOf(" ")))
                .containsExactlyInAnyOrder("chat", "execute_tool", "chat");
        assertThat(named("execute_tool shout")).hasSize(1);
    }

    @Test
    void isBelowTheTurnWhereNodesRememberTurns() throws Exception {
        var agent = AssistantAgent.of("helper", ReplayChatModel.of("done"))
                .withTelemetry(ChatTelemetry.of(OTEL.getOpenTelemetry()));
        var team = Team.roundRobin("traced", List.of(agent)).withMaxTurns(1);
        var turns = new FlightRecorder("here", 1_000, Clock.systemUTC());
        try (var runtime = (StandaloneRuntime) start(team)) {
            runtime.listen(turns);
            get(team.conversation(runtime, "acme").run("hi"));
        }

        var invoked = named("invoke_agent helper").get(0);
        assertThat(turns.ofTraces(List.of(invoked.getTraceId()), 100))
                .filteredOn(turn -> turn.span().equals(invoked.getParentSpanId()))
                .singleElement()
                .satisfies(turn -> assertThat(turn.recipient().key()).isEqualTo("acme"));
    }

    private static List<SpanData> named(String name) {
        return OTEL.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
