package dev.troupe.chat.assistant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What an assistant remembers of a conversation: what its model has seen and said. As JSON it is AutoGen's {@code
 * AssistantAgentState}, so that a state that was saved there goes on here. Messages are only ever added.
 */
@JsonPropertyOrder({"type", "version", "llm_context"})
public record AssistantMemory(
        String type,
        String version,
        @JsonProperty("llm_context") Context context) {
    private static final String TYPE = "AssistantAgentState";
    private static final String VERSION = "1.0.0";

    static final AssistantMemory EMPTY = of(List.of());

    /** What a model sees, before a {@link ModelContext} chooses of it. */
    public record Context(List<LlmMessage> messages) {
        public Context {
            messages = messages == null ? List.of() : List.copyOf(messages);
        }
    }

    public AssistantMemory {
        type = type == null ? TYPE : type;
        version = version == null ? VERSION : version;
        context = context == null ? new Context(List.of()) : context;
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("state of an assistant: type '" + type + "' (expected: " + TYPE + ")");
        }
    }

    public static AssistantMemory of(List<LlmMessage> messages) {
        return new AssistantMemory(TYPE, VERSION, new Context(messages));
    }

    List<LlmMessage> messages() {
        return context.messages();
    }
}
