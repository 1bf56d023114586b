package dev.troupe.chat.testkit;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;

/** Requests that tests ask. */
public final class ChatRequests {
    public static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("weather")
            .description("Tells the weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city", "where")
                    .required("city")
                    .build())
            .build();

    private ChatRequests() {}

    public static ChatRequest user(String text) {
        return ChatRequest.builder().messages(UserMessage.from(text)).build();
    }

    public static ChatRequest system(String system, String text) {
        return ChatRequest.builder()
                .messages(SystemMessage.from(system), UserMessage.from(text))
                .build();
    }
}
