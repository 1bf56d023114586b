package dev.troupe.chat.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.assistant.LlmMessage.Answer;
import dev.troupe.chat.assistant.LlmMessage.AssistantMessage;
import dev.troupe.chat.assistant.LlmMessage.ResultMessage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handoffs of an assistant, and what an answer makes of them. */
record Handoffs(String agent, List<Handoff> known) {
    private static final Logger LOG = LoggerFactory.getLogger(Handoffs.class);

    boolean anyIn(ModelAnswer answer) {
        return !calledIn(answer).isEmpty();
    }

    /** Returns the handoff that the answer asks for first, with what the other tools returned beside it. */
    HandoffMessage message(Origin origin, ModelAnswer answer, List<ToolResult> results) {
        List<Handoff> called = calledIn(answer);
        if (called.size() > 1) {
            LOG.warn(
                    "Multiple handoffs detected. Only the first is executed: {}. Disable parallel tool calls in the model"
                            + " client to avoid this warning.",
                    called.stream().map(Handoff::name).toList());
        }
        var chosen = called.get(0);
        return new HandoffMessage(origin, chosen.message(), chosen.target(), context(answer, results));
    }

    private List<Handoff> calledIn(ModelAnswer answer) {
        return answer.calls().stream()
                .flatMap(call -> known.stream().filter(handoff -> handoff.name().equals(call.name())))
                .toList();
    }

    private List<JsonNode> context(ModelAnswer answer, List<ToolResult> results) {
        List<ToolCall> calls =
                answer.calls().stream().filter(call -> !hands(call.name())).toList();
        if (!calls.isEmpty()) {
            return List.of(
                    LlmJson.tree(new AssistantMessage(Answer.of(calls), answer.thought(), agent)),
                    LlmJson.tree(new ResultMessage(results.stream()
                            .filter(result -> !hands(result.name()))
                            .toList())));
        }
        return answer.thought() == null
                ? List.of()
                : List.of(LlmJson.tree(new AssistantMessage(Answer.of(answer.thought()), null, agent)));
    }

    private boolean hands(String tool) {
        return known.stream().anyMatch(handoff -> handoff.name().equals(tool));
    }
}
