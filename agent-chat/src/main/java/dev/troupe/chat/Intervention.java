package dev.troupe.chat;

import java.util.Optional;

/**
 * Sees every message before it becomes part of a conversation: tasks, what participants say, what a manager says. Shared by
 * all conversations, on every thread; must not block. If it throws, the run ends with a failure.
 */
@FunctionalInterface
public interface Intervention {
    /**
     * Returns what takes the message's place: itself, another one, or nothing to drop it. It may be called again with the
     * same message after a crash.
     */
    Optional<ChatMessage> onMessage(ChatMessage message, String conversation);
}
