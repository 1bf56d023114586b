package dev.troupe.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the door itself answers, as JSON Schema. The names begin with {@code troupe.}, as no message of a user does, so that
 * both fit into one document.
 */
final class AnswerSchemas {
    static final String PROBLEM = "troupe.Problem";
    static final String SENT = "troupe.Sent";
    static final String SENT_BATCH = "troupe.SentBatch";
    static final String SUBSCRIPTION = "troupe.Subscription";
    static final String SUBSCRIPTIONS = "troupe.Subscriptions";
    static final String DEAD_LETTERS = "troupe.DeadLetters";
    static final String SHOWN_DEAD_LETTER = "troupe.ShownDeadLetter";
    static final String PURGED = "troupe.Purged";
    static final String AGENT_TYPE = "troupe.AgentType";
    private static final String DEAD_LETTER = "troupe.DeadLetter";
    private static final String RECEIPT = "troupe.Receipt";
    private static final String FAILURE = "troupe.Failure";

    private final ObjectNode all = JsonNodeFactory.instance.objectNode();

    private AnswerSchemas() {}

    /** Returns the schemas by name; they refer to each other within {@code #/components/schemas}. */
    static ObjectNode all() {
        var schemas = new AnswerSchemas();
        schemas.addProblem();
        schemas.addSent();
        schemas.addSubscriptions();
        schemas.addDeadLetters();
        schemas.addAgentType();
        return schemas.all;
    }

    static String reference(String name) {
        return "#/components/schemas/" + name;
    }

    private void addProblem() {
        var problem = object(PROBLEM, "type", "title", "status", "detail");
        texts(problem, "title", "detail");
        oneOf(problem, "type", Arrays.stream(ProblemType.values()).map(ProblemType::uri));
        problem.putObject("status").put("type", "integer");
        var failure = object(FAILURE, "kind", "message");
        oneOf(failure, "kind", Arrays.stream(Failure.Kind.values()).map(Enum::name));
        texts(failure, "message");
    }

    private void addSent() {
        var receipt = object(RECEIPT, "messageId", "recipient", "outcome", "attempts");
        texts(receipt, "messageId", "recipient");
        oneOf(receipt, "outcome", outcomes());
        receipt.putObject("attempts").put("type", "integer");
        optionalFailure(receipt);
        var sent = object(SENT, "messageId", "outcome", "receipts");
        texts(sent, "messageId");
        oneOf(
                sent,
                "outcome",
                Stream.concat(Arrays.stream(SendWindow.Outcome.values()).map(Enum::name), outcomes())
                        .distinct());
        list(sent, "receipts", RECEIPT);
        list(object(SENT_BATCH, "results"), "results", SENT);
    }

    private static Stream<String> outcomes() {
        return Arrays.stream(Receipt.Outcome.values()).map(Enum::name);
    }

    private static void optionalFailure(ObjectNode properties) {
        var failure = properties.putObject("failure").putArray("anyOf");
        failure.addObject().put("$ref", reference(FAILURE));
        failure.addObject().put("type", "null");
    }

    private void addSubscriptions() {
        texts(object(SUBSCRIPTION, "agentType"), "topicType", "topicTypePrefix", "agentType");
        list(object(SUBSCRIPTIONS, "subscriptions"), "subscriptions", SUBSCRIPTION);
    }

    private void addDeadLetters() {
        var letter = object(DEAD_LETTER, "id", "kept", "messageId", "recipient", "failure", "attempts", "at", "type");
        texts(letter, "id", "messageId", "recipient", "type");
        oneOf(letter, "kept", Stream.of("store", "memory"));
        for (String name : List.of("sender", "topic")) {
            letter.putObject(name).putArray("type").add("string").add("null");
        }
        letter.putObject("failure").put("$ref", reference(FAILURE));
        letter.putObject("attempts").put("type", "integer");
        letter.putObject("at").put("type", "string").put("format", "date-time");
        var page = object(DEAD_LETTERS, "deadLetters");
        list(page, "deadLetters", DEAD_LETTER);
        texts(page, "next");
        var shown = object(SHOWN_DEAD_LETTER, "letter", "payload");
        shown.putObject("letter").put("$ref", reference(DEAD_LETTER));
        shown.putObject("payload").put("description", "The message as it was sent");
        var purged = object(PURGED, "purged");
        purged.putObject("purged").put("type", "integer");
        texts(purged, "next");
    }

    private void addAgentType() {
        var type = object(AGENT_TYPE, "agentType", "durable", "messages", "requests", "components");
        texts(type, "agentType");
        type.putObject("durable").put("type", "boolean");
        type.putObject("messages").put("type", "object").put("description", "The schema of each message by its name");
        type.putObject("requests")
                .put("type", "object")
                .put("description", "The name of each request, and that of its answer")
                .putObject("additionalProperties")
                .put("type", "string");
        type.putObject("components").put("type", "object").put("description", "What the schemas refer to");
    }

    /** Adds a schema, and returns its properties. */
    private ObjectNode object(String name, String... required) {
        var schema = all.putObject(name).put("type", "object");
        var names = schema.putArray("required");
        List.of(required).forEach(names::add);
        return schema.putObject("properties");
    }

    private static void texts(ObjectNode properties, String... names) {
        for (String name : names) {
            properties.putObject(name).put("type", "string");
        }
    }

    private static void oneOf(ObjectNode properties, String name, Stream<String> values) {
        var known = properties.putObject(name).put("type", "string").putArray("enum");
        values.forEach(known::add);
    }

    private static void list(ObjectNode properties, String name, String item) {
        properties.putObject(name).put("type", "array").putObject("items").put("$ref", reference(item));
    }
}
