package dev.troupe.chat.testkit;

import dev.langchain4j.model.chat.request.ChatRequest;

/** Where the next answer comes from. Thread-safe. */
@FunctionalInterface
interface ReplySource {
    /** Takes the answer of {@code request}; throws {@link IllegalStateException} if there is none. */
    ModelReply next(ChatRequest request);
}
