package dev.troupe.chat;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a tool returned.
 *
 * @param callId of the call
 * @param content for the model; if it failed, what went wrong
 */
public record ToolResult(
        @JsonProperty("call_id") String callId,
        String name,
        String content,
        @JsonProperty("is_error") boolean isError) {}
