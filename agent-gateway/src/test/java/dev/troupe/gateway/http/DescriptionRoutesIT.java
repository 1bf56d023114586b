package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.troupe.agent.AgentId;
import dev.troupe.message.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DescriptionRoutesIT {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static DoorFixture door;

    @BeforeAll
    static void start() {
        door = DoorFixture.start();
    }

    @AfterAll
    static void stop() {
        door.close();
    }

    @Test
    void describesTheMessagesOfAnAgentTypeAsTheyAreWritten() throws IOException {
        var described = json(door.get("/v1/agents/book"));
        var full = new BookAgent.Detailed(
                BookAgent.Side.OUT,
                Optional.of("n"),
                Instant.EPOCH,
                Duration.ofMillis(1500),
                new BigDecimal("1.10"),
                List.of(new BookAgent.Line("a", true)),
                Map.of("x", 1),
                AgentId.of("book", "a"));

        assertThat(described.path("requests").path("book.Total").asText()).isEqualTo("book.Sum");
        assertThat(faults(described, "book.Detailed", Json.text(full))).isEmpty();
        assertThat(faults(described, "book.Detailed", "{\"side\":\"IN\",\"note\":null,\"lines\":[]}"))
                .isEmpty();
        assertThat(faults(described, "book.Detailed", "{\"side\":\"BOTH\"}")).hasSize(1);
        assertThat(faults(described, "book.Detailed", "{\"took\":5}")).hasSize(1);
        assertThat(faults(described, "book.Detailed", "{\"lines\":[{\"last\":\"no\"}]}"))
                .hasSize(1);
        assertThat(faults(described, "book.Enter", "{\"amount\":\"many\"}")).hasSize(1);
        assertThat(problem(door.get("/v1/agents/books"))).isEqualTo("404 unknown");
    }

    private static Set<ValidationMessage> faults(JsonNode described, String name, String message) throws IOException {
        ObjectNode schema = described.path("messages").path(name).deepCopy();
        schema.set("components", described.path("components"));
        return SCHEMAS.getSchema(schema).validate(Json.read(message.getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    @Test
    void describesItselfInOpenApi() {
        var api = json(door.get("/openapi.json"));

        assertThat(faults(VersionFlag.V202012, "openapi-3.1.json", api)).isEmpty();
        assertThat(api.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(api.path("paths").has("/v1/agents/book/{key}/requests")).isTrue();
        assertThat(api.path("components").path("schemas").has("shop.Sold")).isTrue();
        assertThat(danglingReferences(api)).isEmpty();
        assertThat(faultySchemas(api)).isEmpty();
        api.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("summary").asText()).isNotEmpty();
                    assertThat(operation.path("responses").size()).isGreaterThan(1);
                }));
    }

    @Test
    void describesItselfInAsyncApi() {
        var api = json(door.get("/asyncapi.json"));

        assertThat(faults(VersionFlag.V7, "asyncapi-3.0.0.json", api)).isEmpty();
        assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(api.path("channels").path("topic_sold").path("messages").has("shop.Sold"))
                .isTrue();
        assertThat(api.path("operations").has("receive_agent_book")).isTrue();
        assertThat(danglingReferences(api)).isEmpty();
        assertThat(faultySchemas(api)).isEmpty();
    }

    /** Validates a document against the schema that its specification has published. */
    private static Set<ValidationMessage> faults(VersionFlag version, String schema, JsonNode document) {
        var text = DescriptionRoutesIT.class.getResourceAsStream("/schemas/" + schema);
        return JsonSchemaFactory.getInstance(version).getSchema(text).validate(document);
    }

    @Test
    void refusesADocumentThatIsNoneByTheSameSchemas() {
        ObjectNode open = json(door.get("/openapi.json")).deepCopy();
        ObjectNode async = json(door.get("/asyncapi.json")).deepCopy();
        open.withObject("/paths").set("no-slash", open.at("/paths/~1v1~1subscriptions"));
        open.withObject("/paths/~1v1~1subscriptions/get").put("responses", "none");
        async.withObject("/operations/receive_agent_book").put("action", "take");

        assertThat(faults(VersionFlag.V202012, "openapi-3.1.json", open)).hasSizeGreaterThan(1);
        assertThat(faults(VersionFlag.V7, "asyncapi-3.0.0.json", async)).isNotEmpty();
    }

    @Test
    void answersAsItSaysForEachOperation() {
        door.post("/v1/agents/book/a/messages?wait=settled", "book.Fail", "{}");
        var letters = door.get("/v1/dead-letters");
        String id = json(letters).path("deadLetters").path(0).path("id").asText();
        var sent = door.enter("a", 1);
        String message = json(sent).path("messageId").asText();
        var api = json(door.get("/openapi.json"));

        assertDescribed(api, "/v1/agents/book/{key}/messages", sent, "post");
        assertDescribed(
                api,
                "/v1/agents/book/{key}/messages",
                door.post("/v1/agents/book/a/messages", "book.Enter", DoorFixture.entry(1)),
                "post");
        assertDescribed(
                api,
                "/v1/agents/book/{key}/requests",
                door.post("/v1/agents/book/a/requests", "book.Total", "{}"),
                "post");
        assertDescribed(
                api,
                "/v1/agents/book/{key}/requests",
                door.post("/v1/agents/book/a/requests", "book.Refuse", "{\"why\":\"no\"}"),
                "post");
        assertDescribed(
                api,
                "/v1/topics/{type}/{source}",
                door.post("/v1/topics/sold/a?wait=settled", "shop.Sold", "{\"amount\":1}"),
                "post");
        assertDescribed(api, "/v1/agents/book", door.get("/v1/agents/book"), "get");
        assertDescribed(api, "/v1/messages/{id}", door.get("/v1/messages/" + message), "get");
        assertDescribed(api, "/v1/subscriptions", door.get("/v1/subscriptions"), "get");
        assertDescribed(
                api,
                "/v1/subscriptions",
                door.post("/v1/subscriptions", "", "{\"topicType\":\"x\",\"agentType\":\"book\"}"),
                "post");
        assertDescribed(api, "/v1/dead-letters", letters, "get");
        assertDescribed(api, "/v1/dead-letters/{id}", door.get("/v1/dead-letters/" + id), "get");
        assertDescribed(
                api,
                "/v1/dead-letters/{id}/resend",
                door.send(door.request("/v1/dead-letters/" + id + "/resend").POST(BodyPublishers.noBody())),
                "post");
        assertDescribed(
                api,
                "/v1/dead-letters",
                door.send(door.request("/v1/dead-letters").DELETE()),
                "delete");
    }

    /** Fails unless the status is described and the body has its schema, which says more than that it is anything. */
    private static void assertDescribed(JsonNode api, String path, HttpResponse<String> answer, String method) {
        var responses = api.path("paths").path(path).path(method).path("responses");
        var response = responses.path(Integer.toString(answer.statusCode()));
        boolean problem = response.isMissingNode();
        assertThat(problem).as(path + " " + answer.statusCode()).isEqualTo(answer.statusCode() >= 400);
        ObjectNode schema = (problem
                        ? api.at("/components/responses/Problem/content/application~1problem+json/schema")
                        : response.path("content").path("application/json").path("schema"))
                .deepCopy();
        assertThat(schema).isNotEmpty();
        schema.set("components", api.path("components"));
        assertThat(SCHEMAS.getSchema(schema).validate(json(answer)))
                .as(answer.body())
                .isEmpty();
    }

    private static List<String> danglingReferences(JsonNode document) {
        List<String> dangling = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String path = reference.asText();
            if (!path.startsWith("#/") || document.at(path.substring(1)).isMissingNode()) {
                dangling.add(path);
            }
        }
        return dangling;
    }

    private static List<String> faultySchemas(JsonNode document) {
        var meta = SCHEMAS.getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
        List<String> faulty = new ArrayList<>();
        for (var schema : document.path("components").path("schemas").properties()) {
            meta.validate(schema.getValue()).forEach(fault -> faulty.add(schema.getKey() + ": " + fault));
        }
        return faulty;
    }
}
