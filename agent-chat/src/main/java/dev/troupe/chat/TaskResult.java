package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a run of a team has come to.
 *
 * @param messages the task, and what was said and happened since, in order
 * @param stopReason why the team stopped
 */
public record TaskResult(List<ChatItem> messages, String stopReason) {
    public TaskResult {
        messages = List.copyOf(messages);
        requireNonNull(stopReason, "stopReason");
    }
}
