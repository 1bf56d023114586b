package dev.troupe.chat.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import dev.troupe.chat.assistant.LlmMessage.Answer;
import dev.troupe.chat.assistant.LlmMessage.AssistantMessage;
import dev.troupe.chat.assistant.LlmMessage.ResultMessage;
import dev.troupe.chat.assistant.LlmMessage.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelContextTest {
    private static final LlmMessage ONE = UserMessage.of("user", "one");
    private static final LlmMessage CALL =
            new AssistantMessage(Answer.of(List.of(new ToolCall("c1", "look", "{}"))), null, "helper");
    private static final LlmMessage RESULT = new ResultMessage(List.of(new ToolResult("c1", "look", "wet", false)));
    private static final LlmMessage TWO = UserMessage.of("user", "two");
    private static final List<LlmMessage> ALL = List.of(ONE, CALL, RESULT, TWO);

    @Test
    void showsEverything() {
        assertThat(seen(ModelContext.unbounded())).isEqualTo(ALL);
    }

    @Test
    void showsTheLastMessagesButNoResultWithoutItsCall() {
        assertThat(seen(ModelContext.lastN(1))).containsExactly(TWO);
        assertThat(seen(ModelContext.lastN(2))).containsExactly(TWO);
        assertThat(seen(ModelContext.lastN(3))).containsExactly(CALL, RESULT, TWO);
        assertThat(seen(ModelContext.lastN(9))).isEqualTo(ALL);
    }

    @Test
    void showsTheFirstAndTheLastMessagesAndHowManyWereSkipped() {
        assertThat(seen(ModelContext.headAndTail(1, 1)))
                .containsExactly(ONE, UserMessage.of("System", "Skipped 2 messages."), TWO);
        assertThat(seen(ModelContext.headAndTail(2, 1)))
                .containsExactly(ONE, UserMessage.of("System", "Skipped 1 messages."), TWO);
        assertThat(seen(ModelContext.headAndTail(2, 2))).isEqualTo(ALL);
    }

    @Test
    void leavesTheMiddleOutIfThereAreTooManyTokens() {
        assertThat(seen(ModelContext.tokenLimited(40, message -> 10))).isEqualTo(ALL);
        assertThat(seen(ModelContext.tokenLimited(39, message -> 10))).containsExactly(ONE, TWO);
        assertThat(seen(ModelContext.tokenLimited(9, message -> 10))).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithALimit() {
        assertThatThrownBy(() -> ModelContext.lastN(0)).hasMessage("messages of a model context: 0 (expected: >= 1)");
        assertThatThrownBy(() -> ModelContext.headAndTail(0, 1))
                .hasMessage("head of a model context: 0 (expected: >= 1)");
        assertThatThrownBy(() -> ModelContext.tokenLimited(0, message -> 1))
                .hasMessage("tokens of a model context: 0 (expected: >= 1)");
    }

    private static List<LlmMessage> seen(ModelContext context) {
        return ModelContexts.withoutOrphans(context.view(ALL));
    }
}
