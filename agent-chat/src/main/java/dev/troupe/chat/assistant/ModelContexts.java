package dev.troupe.chat.assistant;

import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.assistant.LlmMessage.AssistantMessage;
import dev.troupe.chat.assistant.LlmMessage.ResultMessage;
import dev.troupe.chat.assistant.LlmMessage.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The model contexts that there are, and what holds for all of them. */
final class ModelContexts {
    private ModelContexts() {}

    record LastN(int count) implements ModelContext {
        public LastN {
            requirePositive(count, "messages of a model context");
        }

        @Override
        public List<LlmMessage> view(List<LlmMessage> remembered) {
            return remembered.subList(Math.max(0, remembered.size() - count), remembered.size());
        }
    }

    record HeadAndTail(int head, int tail) implements ModelContext {
        public HeadAndTail {
            requirePositive(head, "head of a model context");
            requirePositive(tail, "tail of a model context");
        }

        @Override
        public List<LlmMessage> view(List<LlmMessage> remembered) {
            int skipped = remembered.size() - head - tail;
            if (skipped <= 0) {
                return remembered;
            }
            List<LlmMessage> seen = new ArrayList<>(remembered.subList(0, head));
            seen.add(UserMessage.of("System", "Skipped " + skipped + " messages."));
            seen.addAll(remembered.subList(remembered.size() - tail, remembered.size()));
            return seen;
        }
    }

    record TokenLimited(int tokens, ToIntFunction<LlmMessage> estimate) implements ModelContext {
        public TokenLimited {
            requirePositive(tokens, "tokens of a model context");
        }

        @Override
        public List<LlmMessage> view(List<LlmMessage> remembered) {
            List<LlmMessage> seen = new ArrayList<>(remembered);
            long sum = remembered.stream().mapToLong(estimate::applyAsInt).sum();
            while (sum > tokens && !seen.isEmpty()) {
                sum -= estimate.applyAsInt(seen.remove(seen.size() / 2));
            }
            return seen;
        }
    }

    /** Leaves out results without their calls, and calls without their results: providers refuse them. */
    static List<LlmMessage> withoutOrphans(List<LlmMessage> messages) {
        List<LlmMessage> kept = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            boolean calls = calls(messages.get(i));
            if (calls && i + 1 < messages.size() && answers(messages.get(i + 1), messages.get(i))) {
                kept.add(messages.get(i++));
                kept.add(messages.get(i));
            } else if (!calls && !(messages.get(i) instanceof ResultMessage)) {
                kept.add(messages.get(i));
            }
        }
        return kept;
    }

    private static boolean calls(LlmMessage message) {
        return message instanceof AssistantMessage assistant
                && !assistant.content().calls().isEmpty();
    }

    private static boolean answers(LlmMessage message, LlmMessage caller) {
        return message instanceof ResultMessage results
                && caller instanceof AssistantMessage assistant
                && ids(results).containsAll(ids(assistant));
    }

    private static Set<String> ids(ResultMessage results) {
        return results.content().stream().map(ToolResult::callId).collect(Collectors.toSet());
    }

    private static Set<String> ids(AssistantMessage assistant) {
        return assistant.content().calls().stream().map(ToolCall::id).collect(Collectors.toSet());
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
