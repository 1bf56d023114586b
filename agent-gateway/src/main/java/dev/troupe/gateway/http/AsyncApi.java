package dev.troupe.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentDefinition;
import java.util.List;

/** Agents and topics as AsyncAPI 3: a channel for each agent type, and one for each topic type that one of them hears. */
final class AsyncApi {
    private final Schemas schemas;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode channels;
    private final ObjectNode operations;

    private AsyncApi(Schemas schemas) {
        this.schemas = schemas;
        document.put("asyncapi", "3.0.0");
        document.putObject("info").put("title", "Troupe").put("version", "1");
        document.put("defaultContentType", Answers.JSON);
        this.channels = document.putObject("channels");
        this.operations = document.putObject("operations");
    }

    static ObjectNode of(List<AgentDefinition<?, ?>> definitions, Schemas schemas) {
        var api = new AsyncApi(schemas);
        definitions.forEach(api::addAgents);
        definitions.forEach(api::addTopics);
        api.addComponents();
        return api.document;
    }

    private void addAgents(AgentDefinition<?, ?> definition) {
        String id = id("agent", definition.type().name());
        var channel = channel(id, "agents/" + definition.type().name() + "/{key}", "key");
        definition.messages().forEach(message -> schemas.nameOf(message).ifPresent(name -> message(channel, name)));
        operation(id, "receive");
    }

    private void addTopics(AgentDefinition<?, ?> definition) {
        for (var subscription : definition.subscriptions()) {
            String topic = subscription.topic() + (subscription.prefix() ? "*" : "");
            String id = id("topic", topic);
            var channel = channels.has(id)
                    ? channels.withObjectProperty(id)
                    : channel(id, "topics/" + topic + "/{source}", "source");
            schemas.nameOf(subscription.eventType()).ifPresent(name -> message(channel, name));
            operation(id, "receive");
        }
    }

    /** Ids have fewer characters than topic types. */
    private static String id(String kind, String name) {
        return kind + "_" + name.replace("*", "-prefix").replace(':', '-').replace('=', '-');
    }

    private ObjectNode channel(String id, String address, String parameter) {
        var channel = channels.putObject(id).put("address", address);
        channel.putObject("parameters").putObject(parameter).put("description", "Any text");
        channel.putObject("messages");
        return channel;
    }

    private static void message(ObjectNode channel, String name) {
        channel.withObjectProperty("messages").putObject(name).put("$ref", "#/components/messages/" + name);
    }

    private void operation(String channel, String action) {
        var operation = operations.putObject(action + "_" + channel).put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channel);
    }

    private void addComponents() {
        var components = document.putObject("components");
        var messages = components.putObject("messages");
        schemas.references()
                .forEach((name, reference) ->
                        messages.putObject(name).put("name", name).set("payload", reference));
        components.set("schemas", schemas.definitions());
    }
}
