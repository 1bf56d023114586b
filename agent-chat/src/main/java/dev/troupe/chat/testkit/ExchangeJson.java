package dev.troupe.chat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request and its answer as one line: {@code {"request":{messages, tools, format},"answer":{message, usage, …}}}. */
final class ExchangeJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ExchangeJson() {}

    static String line(ChatRequest request, ChatResponse answer) {
        var line = JsonNodeFactory.instance.objectNode();
        line.set("request", request(request));
        line.set("answer", answer(answer));
        return text(line);
    }

    /** Returns what makes two requests the same. The fields of all objects are in order. */
    static JsonNode request(ChatRequest request) {
        var json = JsonNodeFactory.instance.objectNode();
        var messages = json.putArray("messages");
        request.messages()
                .forEach(message -> messages.add(ordered(parse(ChatMessageSerializer.messageToJson(message)))));
        var tools = json.putArray("tools");
        for (ToolSpecification tool :
                request.toolSpecifications() == null ? List.<ToolSpecification>of() : request.toolSpecifications()) {
            tools.add(ordered(parse(tool.toJson())));
        }
        ResponseFormat format = request.responseFormat();
        if (format != null) {
            json.put(
                    "format",
                    format.jsonSchema() == null
                            ? format.type().name()
                            : format.jsonSchema().name());
        }
        return json;
    }

    private static ObjectNode answer(ChatResponse answer) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("message", parse(ChatMessageSerializer.messageToJson(answer.aiMessage())));
        put(json, "id", answer.id());
        put(json, "model", answer.modelName());
        put(
                json,
                "finishReason",
                answer.finishReason() == null ? null : answer.finishReason().name());
        TokenUsage usage = answer.tokenUsage();
        if (usage != null) {
            var counts = json.putObject("usage");
            counts.put("input", usage.inputTokenCount());
            counts.put("output", usage.outputTokenCount());
            counts.put("total", usage.totalTokenCount());
        }
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** Reads what {@link #answer} has made. */
    static ChatResponse readAnswer(JsonNode json) {
        var response = ChatResponse.builder()
                .aiMessage((AiMessage) ChatMessageDeserializer.messageFromJson(text(json.required("message"))));
        if (json.has("id")) {
            response.id(json.get("id").textValue());
        }
        if (json.has("model")) {
            response.modelName(json.get("model").textValue());
        }
        if (json.has("finishReason")) {
            response.finishReason(FinishReason.valueOf(json.get("finishReason").textValue()));
        }
        JsonNode usage = json.get("usage");
        if (usage != null) {
            response.tokenUsage(new TokenUsage(count(usage, "input"), count(usage, "output"), count(usage, "total")));
        }
        return response.build();
    }

    private static @Nullable Integer count(JsonNode usage, String field) {
        return usage.hasNonNull(field) ? usage.get(field).intValue() : null;
    }

    /** Returns {@code json} with the fields of all its objects in the order of their names. */
    static JsonNode ordered(JsonNode json) {
        if (json.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            json.forEach(element -> array.add(ordered(element)));
            return array;
        }
        if (!json.isObject()) {
            return json;
        }
        var fields = new TreeMap<String, JsonNode>();
        json.properties().forEach(field -> fields.put(field.getKey(), ordered(field.getValue())));
        return new ObjectNode(JsonNodeFactory.instance, fields);
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("json: " + e.getOriginalMessage(), e);
        }
    }

    static String text(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON is always a text", e);
        }
    }
}
