package dev.troupe.chat.assistant;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Says what it was told to, in order, and keeps what it was asked. */
public final class ScriptedModel implements ChatModel {
    private final List<AiMessage> answers;
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

    private ScriptedModel(List<AiMessage> answers) {
        this.answers = answers;
    }

    public static ScriptedModel of(AiMessage... answers) {
        return new ScriptedModel(List.of(answers));
    }

    public static ScriptedModel saying(String... answers) {
        return new ScriptedModel(Stream.of(answers).map(AiMessage::from).toList());
    }

    /** Returns an answer with calls: id, name, arguments of each. */
    public static AiMessage calls(String... calls) {
        return AiMessage.from(Stream.iterate(0, i -> i < calls.length, i -> i + 3)
                .map(i -> ToolExecutionRequest.builder()
                        .id(calls[i])
                        .name(calls[i + 1])
                        .arguments(calls[i + 2])
                        .build())
                .toList());
    }

    public List<ChatRequest> requests() {
        return requests;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        if (requests.size() > answers.size()) {
            throw new IllegalStateException("out of answers");
        }
        return response(answers.get(requests.size() - 1));
    }

    static ChatResponse response(AiMessage answer) {
        return ChatResponse.builder()
                .aiMessage(answer)
                .tokenUsage(new TokenUsage(10, 2))
                .finishReason(answer.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .build();
    }
}
