package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.MessageName;
import java.util.List;

/**
 * What a run of a team has come to.
 *
 * @param messages the task, and what was said and happened since, in order
 * @param stopReason why the team stopped
 */
@MessageName("chat.TaskResult")
public record TaskResult(List<ChatItem> messages, String stopReason) implements RunItem {
    public TaskResult {
        messages = List.copyOf(messages);
        requireNonNull(stopReason, "stopReason");
    }
}
