package dev.troupe.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentDefinition;
import java.util.Collection;
import java.util.List;

/** The endpoints as OpenAPI 3.1: for each agent type with its own messages, and those that are the same for all. */
final class OpenApi {
    private static final String PROBLEM = "#/components/responses/Problem";

    private final Schemas schemas;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths;

    private OpenApi(Schemas schemas) {
        this.schemas = schemas;
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", "Troupe").put("version", "1");
        this.paths = document.putObject("paths");
    }

    static ObjectNode of(List<AgentDefinition<?, ?>> definitions, Schemas schemas) {
        var api = new OpenApi(schemas);
        definitions.forEach(api::addAgents);
        api.addTopics();
        api.addMessages();
        api.addSubscriptions();
        api.addDeadLetters();
        api.addComponents();
        return api.document;
    }

    private void addAgents(AgentDefinition<?, ?> definition) {
        String type = definition.type().name();
        var send = operation("/v1/agents/" + type + "/{key}/messages", "post", "Sends to an agent of type " + type);
        parameter(send, "wait", "query").putArray("enum").add("settled");
        parameter(send, "stored", "query").putArray("enum").add("required");
        parameter(send, "Idempotency-Key", "header");
        var names = definition.messages().stream()
                .flatMap(message -> schemas.nameOf(message).stream())
                .sorted()
                .toList();
        body(send, names);
        answer(send, "200", "The receipts", AnswerSchemas.SENT);
        answer(send, "202", "It is on its way", AnswerSchemas.SENT);
        var requests = schemas.requests(definition);
        if (!requests.isEmpty()) {
            var ask = operation("/v1/agents/" + type + "/{key}/requests", "post", "Asks an agent of type " + type);
            parameter(ask, "timeout", "query");
            body(ask, requests.keySet().stream().sorted().toList());
            var answers = requests.values().stream()
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
            oneOf(json(response(ask, "200", "The answer"), Answers.JSON), answers);
        }
        answer(
                operation("/v1/agents/" + type, "get", "Describes the messages of " + type),
                "200",
                "Schemas",
                AnswerSchemas.AGENT_TYPE);
    }

    private void addTopics() {
        var publish = operation("/v1/topics/{type}/{source}", "post", "Publishes an event");
        parameter(publish, "wait", "query").putArray("enum").add("settled");
        parameter(publish, "stored", "query").putArray("enum").add("required");
        parameter(publish, "Idempotency-Key", "header");
        parameter(publish, Payloads.TYPE_HEADER, "header");
        var content = publish.putObject("requestBody").put("required", true).putObject("content");
        for (String type : List.of(Answers.JSON, CloudEvent.STRUCTURED, CloudEvent.BATCH)) {
            content.putObject(type).putObject("schema");
        }
        published(publish, "200", "The receipts");
        published(publish, "202", "It is on its way");
        var read = operation("/v1/topics/{type}/{source}/events", "get", "Streams events as they are published");
        parameter(read, "Last-Event-ID", "header");
        json(response(read, "200", "Server-sent events"), "text/event-stream").put("type", "string");
    }

    /** A batch is answered with what became of each. */
    private static void published(ObjectNode operation, String status, String description) {
        var any = json(response(operation, status, description), Answers.JSON).putArray("anyOf");
        any.addObject().put("$ref", AnswerSchemas.reference(AnswerSchemas.SENT));
        any.addObject().put("$ref", AnswerSchemas.reference(AnswerSchemas.SENT_BATCH));
    }

    private void addMessages() {
        answer(
                operation("/v1/messages/{id}", "get", "Tells what became of a message"),
                "200",
                "Its fate",
                AnswerSchemas.SENT);
    }

    private void addSubscriptions() {
        String path = "/v1/subscriptions";
        answer(operation(path, "get", "Lists the subscriptions"), "200", "All of them", AnswerSchemas.SUBSCRIPTIONS);
        var add = operation(path, "post", "Adds a subscription");
        reference(json(add.putObject("requestBody").put("required", true), Answers.JSON), AnswerSchemas.SUBSCRIPTION);
        answer(add, "201", "It is there", AnswerSchemas.SUBSCRIPTION);
        var remove = operation(path, "delete", "Removes a subscription");
        for (String name : List.of("topicType", "topicTypePrefix", "agentType")) {
            parameter(remove, name, "query");
        }
        response(remove, "204", "It is gone");
    }

    private void addDeadLetters() {
        String path = "/v1/dead-letters";
        var list = operation(path, "get", "Lists dead letters, oldest first");
        parameter(list, "limit", "query");
        parameter(list, "after", "query");
        answer(list, "200", "A page, and where the next one begins, if any", AnswerSchemas.DEAD_LETTERS);
        var purge = operation(path, "delete", "Purges what is on a page of the list");
        parameter(purge, "limit", "query");
        parameter(purge, "after", "query");
        answer(purge, "200", "How many, and where the next page begins, if any", AnswerSchemas.PURGED);
        answer(
                operation(path + "/{id}", "get", "Shows one"),
                "200",
                "It, with its payload",
                AnswerSchemas.SHOWN_DEAD_LETTER);
        response(operation(path + "/{id}", "delete", "Purges one"), "204", "It is gone");
        answer(
                operation(path + "/{id}/resend", "post", "Sends one again"),
                "202",
                "It is on its way",
                AnswerSchemas.SENT);
    }

    private void addComponents() {
        var components = document.putObject("components");
        var all = components.putObject("schemas");
        all.setAll(schemas.definitions());
        all.setAll(AnswerSchemas.all());
        var response = components.putObject("responses").putObject("Problem");
        response.put("description", "Why it failed, RFC 9457");
        reference(json(response, Problems.CONTENT_TYPE), AnswerSchemas.PROBLEM);
    }

    private ObjectNode operation(String path, String method, String summary) {
        var operation = paths.withObjectProperty(path).putObject(method);
        operation.put("summary", summary);
        var parameters = operation.putArray("parameters");
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                addParameter(parameters, segment.substring(1, segment.length() - 1), "path")
                        .put("required", true);
            }
        }
        operation.putObject("responses").putObject("default").put("$ref", PROBLEM);
        return operation;
    }

    /** Adds a parameter and returns its schema. */
    private static ObjectNode parameter(ObjectNode operation, String name, String where) {
        var parameter = addParameter((ArrayNode) operation.get("parameters"), name, where);
        return (ObjectNode) parameter.get("schema");
    }

    private static ObjectNode addParameter(ArrayNode parameters, String name, String where) {
        var parameter = parameters.addObject().put("name", name).put("in", where);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    /** The name of the message goes beside it. */
    private void body(ObjectNode operation, Collection<String> names) {
        var known = parameter(operation, Payloads.TYPE_HEADER, "header").putArray("enum");
        names.forEach(known::add);
        oneOf(json(operation.putObject("requestBody").put("required", true), Answers.JSON), names);
    }

    private void oneOf(ObjectNode schema, Collection<String> names) {
        if (!names.isEmpty()) {
            var any = schema.putArray("anyOf");
            names.forEach(name -> any.add(schemas.references().get(name)));
        }
    }

    private static void answer(ObjectNode operation, String status, String description, String schema) {
        reference(json(response(operation, status, description), Answers.JSON), schema);
    }

    private static ObjectNode response(ObjectNode operation, String status, String description) {
        return operation.withObjectProperty("responses").putObject(status).put("description", description);
    }

    /** Adds a schema for a type of content, and returns it. */
    private static ObjectNode json(ObjectNode content, String type) {
        return content.putObject("content").putObject(type).putObject("schema");
    }

    private static void reference(ObjectNode schema, String name) {
        schema.put("$ref", AnswerSchemas.reference(name));
    }
}
