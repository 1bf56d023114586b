package dev.troupe.chat.manager;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;

/** What a model is told, and what it has answered; immutable. Models take no message without a text. */
public record Dialogue(List<ChatMessage> messages) {
    public Dialogue {
        messages = List.copyOf(messages);
    }

    /** Begins with a question. Not with a system message: many models answer nothing but a user's. */
    public static Dialogue of(String question) {
        return new Dialogue(List.of(UserMessage.from(question)));
    }

    /** Returns the dialogue that goes on with a question. */
    public Dialogue asking(String question) {
        return plus(UserMessage.from(question));
    }

    /** Returns the dialogue that goes on with what somebody else has said; without a text it stays as it is. */
    public Dialogue heard(String source, String text) {
        return text.isBlank() ? this : plus(UserMessage.from(source, text));
    }

    /** Returns the dialogue that goes on with what the model has said; without a text it stays as it is. */
    public Dialogue answered(String answer) {
        return answer.isBlank() ? this : plus(AiMessage.from(answer));
    }

    /** Returns it as a request without tools. */
    public ChatRequest request() {
        return ChatRequest.builder().messages(messages).build();
    }

    private Dialogue plus(ChatMessage message) {
        List<ChatMessage> all = new ArrayList<>(messages);
        all.add(message);
        return new Dialogue(all);
    }
}
