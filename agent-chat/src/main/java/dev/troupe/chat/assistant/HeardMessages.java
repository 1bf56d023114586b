package dev.troupe.chat.assistant;

import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.MultiModalMessage;
import dev.troupe.chat.assistant.LlmMessage.UserMessage;
import dev.troupe.chat.assistant.LlmMessage.Words;
import java.util.ArrayList;
import java.util.List;

/** What others said, as a model sees it. */
final class HeardMessages {
    private HeardMessages() {}

    static List<LlmMessage> of(ChatMessage message) {
        if (message instanceof MultiModalMessage parts) {
            return List.of(new UserMessage(new Words(parts.content()), parts.source()));
        }
        List<LlmMessage> heard = new ArrayList<>();
        if (message instanceof HandoffMessage handoff) {
            handoff.context().forEach(each -> heard.add(LlmJson.message(each)));
        }
        heard.add(UserMessage.of(message.source(), message.toText()));
        return heard;
    }
}
