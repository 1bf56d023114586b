package dev.troupe.chat.manager;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** A model that gives its answers in their order, and keeps what it was asked. */
public final class ScriptedModel implements ChatModel {
    private final Deque<String> answers;
    private final Set<Capability> capabilities;
    private final List<ChatRequest> requests = new ArrayList<>();

    private ScriptedModel(List<String> answers, Set<Capability> capabilities) {
        this.answers = new ArrayDeque<>(answers);
        this.capabilities = capabilities;
    }

    public static ScriptedModel saying(String... answers) {
        return new ScriptedModel(List.of(answers), Set.of());
    }

    public static ScriptedModel saying(Set<Capability> capabilities, String... answers) {
        return new ScriptedModel(List.of(answers), capabilities);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        if (answers.isEmpty()) {
            throw new IllegalStateException("question " + requests.size() + " (expected: no more)");
        }
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(answers.remove()))
                .build();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return capabilities;
    }

    public List<ChatRequest> requests() {
        return requests;
    }

    /** Returns the last thing that it was asked in each request. */
    public List<String> questions() {
        return requests.stream()
                .map(request -> text(request.messages().get(request.messages().size() - 1)))
                .toList();
    }

    public static String text(ChatMessage message) {
        return message instanceof UserMessage user ? user.singleText() : ((AiMessage) message).text();
    }
}
