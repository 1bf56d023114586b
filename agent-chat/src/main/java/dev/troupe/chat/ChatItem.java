package dev.troupe.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One thing that happened in a conversation: a message to the other participants, or an event for those who watch. As JSON
 * the names of types and fields are AutoGen's, the type in the field {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChatMessage.TextMessage.class, name = "TextMessage"),
    @JsonSubTypes.Type(value = ChatMessage.MultiModalMessage.class, name = "MultiModalMessage"),
    @JsonSubTypes.Type(value = ChatMessage.StopMessage.class, name = "StopMessage"),
    @JsonSubTypes.Type(value = ChatMessage.HandoffMessage.class, name = "HandoffMessage"),
    @JsonSubTypes.Type(value = ChatMessage.ToolCallSummaryMessage.class, name = "ToolCallSummaryMessage"),
    @JsonSubTypes.Type(value = ChatMessage.StructuredMessage.class, name = "StructuredMessage"),
    @JsonSubTypes.Type(value = ChatEvent.ToolCallRequestEvent.class, name = "ToolCallRequestEvent"),
    @JsonSubTypes.Type(value = ChatEvent.ToolCallExecutionEvent.class, name = "ToolCallExecutionEvent"),
    @JsonSubTypes.Type(value = ChatEvent.StreamingChunkEvent.class, name = "ModelClientStreamingChunkEvent"),
    @JsonSubTypes.Type(value = ChatEvent.ThoughtEvent.class, name = "ThoughtEvent"),
    @JsonSubTypes.Type(value = ChatEvent.SelectSpeakerEvent.class, name = "SelectSpeakerEvent"),
    @JsonSubTypes.Type(value = ChatEvent.MemoryQueryEvent.class, name = "MemoryQueryEvent"),
    @JsonSubTypes.Type(value = ChatEvent.UserInputRequestedEvent.class, name = "UserInputRequestedEvent"),
})
public sealed interface ChatItem extends RunItem permits ChatMessage, ChatEvent {
    Origin origin();

    /** Returns it as a person, or a model, would read it. */
    String toText();

    @JsonIgnore
    default String source() {
        return origin().source();
    }
}
