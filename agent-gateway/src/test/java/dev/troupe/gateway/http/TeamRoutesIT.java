package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who speaks HTTP gives a team a task and sees what is said as it is: docs/chat.md shows these requests. */
class TeamRoutesIT {
    private static final Team TEAM = Team.roundRobin("writers", List.of(new Thinker("a"), new Thinker("b")))
            .withMaxTurns(4);
    private static final String TASK = """
            {"task":[{"type":"TextMessage","id":"1","source":"user","content":"hi",\
            "created_at":"2026-01-01T00:00:00Z"}],"watched":true}""";

    private final DoorFixture door = DoorFixture.startWith(TEAM.definitions().toArray(AgentDefinition<?, ?>[]::new));

    @AfterEach
    void stop() {
        door.close();
    }

    @Test
    void showsEveryItemOfARunInOrderAndAnswersWithTheResult() throws Exception {
        try (var events = open("/v1/topics/writers/acme/events")) {
            var answer = door.post("/v1/agents/writers/acme/requests", "chat.Run", TASK);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Troupe-Message-Type")).contains("chat.TaskResult");
            var result = json(answer);
            assertThat(result.path("stopReason").textValue()).isEqualTo("Maximum number of turns 4 reached.");
            var messages = List.copyOf(all(result.path("messages")));
            assertThat(messages)
                    .extracting(item -> item.path("type").textValue() + " of "
                            + item.path("source").textValue())
                    .containsExactly(
                            "TextMessage of user",
                            "ThoughtEvent of a",
                            "TextMessage of a",
                            "ThoughtEvent of b",
                            "TextMessage of b",
                            "ThoughtEvent of a",
                            "TextMessage of a",
                            "ThoughtEvent of b",
                            "TextMessage of b");
            List<JsonNode> shown = new ArrayList<>();
            for (int number = 0; number < messages.size(); number++) {
                shown.add(events.nextShown());
            }
            assertThat(shown)
                    .extracting(each -> each.path("index").asInt(-1))
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(shown).extracting(each -> each.path("item")).containsExactlyElementsOf(messages);
        }
    }

    @Test
    void showsTheItemsOfARunLiveThoughNobodyAskedToWatchIt() throws Exception {
        try (var events = open("/v1/topics/writers/acme/events")) {
            var answer = door.post("/v1/agents/writers/acme/requests", "chat.Run", TASK.replace("true", "false"));

            List<JsonNode> shown = new ArrayList<>();
            for (int number = 0; number < 9; number++) {
                shown.add(events.nextShown().path("item"));
            }
            assertThat(shown).containsExactlyElementsOf(all(json(answer).path("messages")));
        }
    }

    @Test
    void takesATaskWithoutAnybodyWhoWatches() {
        var first = door.post("/v1/agents/writers/globex/requests", "chat.Run", TASK.replace("true", "false"));
        var second = door.post("/v1/agents/writers/globex/requests", "chat.Run", "{}");
        var idle = door.post("/v1/agents/writers/globex/requests", "chat.Pause", "{}");

        assertThat(json(first).path("messages")).hasSize(9);
        assertThat(json(second).path("messages")).as("goes on where it was").hasSize(8);
        assertThat(problem(idle)).isEqualTo("422 rejected");
    }

    private static List<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private Events open(String path) throws Exception {
        var response = door.client.send(door.request(path).build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return Events.of(response.body());
    }

    /** Has a thought before it says its name. */
    private record Thinker(String name) implements ChatAgent<Integer> {
        @Override
        public String description() {
            return "thinks";
        }

        @Override
        public Class<Integer> memoryType() {
            return Integer.class;
        }

        @Override
        public Integer emptyMemory() {
            return 0;
        }

        @Override
        public CompletionStage<Response<Integer>> respond(Integer turns, List<ChatMessage> heard, ChatContext context) {
            var thought = new ThoughtEvent(context.nextOrigin(), "hm");
            return CompletableFuture.completedFuture(
                    Response.of(turns + 1, new TextMessage(context.nextOrigin(), name), List.of(thought)));
        }
    }

    /** What a stream of events says. */
    private record Events(InputStream in, BufferedReader lines) implements AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();

        /** Returns when the stream has begun. */
        static Events of(InputStream in) throws IOException {
            var events = new Events(in, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
            assertThat(events.lines.readLine()).startsWith(": events of");
            return events;
        }

        JsonNode nextShown() throws IOException {
            String line = lines.readLine();
            String event = "";
            while (!line.startsWith("data: ")) {
                event = line.startsWith("event: ") ? line : event;
                line = lines.readLine();
            }
            assertThat(event).isEqualTo("event: chat.Shown");
            return JSON.readTree(line.substring("data: ".length())).path("data");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
