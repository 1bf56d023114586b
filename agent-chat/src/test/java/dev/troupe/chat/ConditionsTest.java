package dev.troupe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.StopMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Conditions.TokenLimits;
import dev.troupe.chat.TerminationCondition.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** Each condition with what meets it, and the stop reason. */
    static Stream<Arguments> met() {
        return Stream.of(
                Arguments.of(
                        Conditions.maxMessages(1),
                        text("a", "hi"),
                        "Maximum number of messages 1 reached, current message count: 1"),
                Arguments.of(
                        Conditions.textMention("TERMINATE"), text("a", "so: TERMINATE."), "Text 'TERMINATE' mentioned"),
                Arguments.of(
                        Conditions.textMention("done", "a"),
                        new ThoughtEvent(origin("a"), "done"),
                        "Text 'done' mentioned"),
                Arguments.of(Conditions.stopMessage(), new StopMessage(origin("a"), "why"), "Stop message received"),
                Arguments.of(
                        Conditions.handoff("user"),
                        new HandoffMessage(origin("b"), "to you", "user"),
                        "Handoff to user from b detected."),
                Arguments.of(Conditions.sourceMatch("x", "b"), text("b", "hi"), "'b' answered"),
                Arguments.of(Conditions.textMessage("b"), text("b", "hi"), "Text message received from 'b'"),
                Arguments.of(Conditions.textMessage(), text("b", "hi"), "Text message received from 'b'"),
                Arguments.of(
                        Conditions.functionCall("approve"),
                        new ToolCallExecutionEvent(origin("b"), List.of(new ToolResult("c", "approve", "ok", false))),
                        "Function 'approve' was executed."),
                Arguments.of(
                        Conditions.functional(news -> news.size() == 1),
                        text("b", "hi"),
                        "Functional termination condition met"),
                Arguments.of(
                        Conditions.tokenUsage(
                                new TokenLimits(OptionalInt.of(12), OptionalInt.empty(), OptionalInt.empty())),
                        new TextMessage(origin("b").withUsage(new ModelUsage(10, 2)), "hi"),
                        "Token usage limit reached, total token count: 12, prompt token count: 10,"
                                + " completion token count: 2."));
    }

    @ParameterizedTest
    @MethodSource("met")
    void isMetWithTheReasonThatUsersKnow(TerminationCondition condition, ChatItem item, String reason) {
        var progress = condition.check(condition.start(START), news(item));

        assertThat(progress.stopReason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @MethodSource("met")
    void cannotBeAskedAgainOnceItIsMet(TerminationCondition condition, ChatItem item, String reason) {
        var progress = condition.check(condition.start(START), news(item));

        assertThatThrownBy(() -> condition.check(progress, news(item)))
                .isInstanceOf(TerminatedException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> notMet() {
        return Stream.of(
                Arguments.of(Conditions.maxMessages(1), new ThoughtEvent(origin("a"), "hm")),
                Arguments.of(Conditions.textMention("TERMINATE", "b"), text("a", "TERMINATE")),
                Arguments.of(Conditions.stopMessage(), text("a", "stop")),
                Arguments.of(Conditions.handoff("user"), new HandoffMessage(origin("b"), "to you", "a")),
                Arguments.of(Conditions.sourceMatch("a"), text("b", "hi")),
                Arguments.of(Conditions.textMessage("a"), text("b", "hi")),
                Arguments.of(Conditions.textMessage("a"), new StopMessage(origin("a"), "hi")),
                Arguments.of(Conditions.external(), text("a", "hi")),
                Arguments.of(Conditions.timeout(Duration.ofSeconds(1)), text("a", "hi")));
    }

    @ParameterizedTest
    @MethodSource("notMet")
    void isNotMetByAnythingElse(TerminationCondition condition, ChatItem item) {
        assertThat(condition.check(condition.start(START), news(item)).stopReason())
                .isNull();
    }

    @Test
    void countsOverSeveralTurns() {
        var condition = Conditions.maxMessages(3);

        var one = condition.check(condition.start(START), news(text("user", "hi"), text("user", "there")));
        var two = condition.check(one, news(text("a", "hello")));

        assertThat(one.stopReason()).isNull();
        assertThat(two.stopReason()).isEqualTo("Maximum number of messages 3 reached, current message count: 3");
    }

    @Test
    void isMetByTheTimeThatHasPassed() {
        var condition = Conditions.timeout(Duration.ofMillis(1_500));

        var progress =
                condition.check(condition.start(START), new Situation(List.of(), START.plusMillis(1_500), false));

        assertThat(progress.stopReason()).isEqualTo("Timeout of 1.5 seconds reached");
    }

    @Test
    void isMetFromOutside() {
        var condition = Conditions.external();

        var progress = condition.check(condition.start(START), new Situation(List.of(), START, true));

        assertThat(progress.stopReason()).isEqualTo("External termination requested");
    }

    @Test
    void isMetByEither() {
        var condition = Conditions.maxMessages(2).or(Conditions.textMention("bye"));

        var either = condition.check(condition.start(START), news(text("a", "bye")));
        var both = condition.check(condition.start(START), news(text("a", "hi"), text("a", "bye")));

        assertThat(either.stopReason()).isEqualTo("Text 'bye' mentioned");
        assertThat(both.stopReason())
                .isEqualTo("Maximum number of messages 2 reached, current message count: 2, Text 'bye' mentioned");
        assertThatThrownBy(() -> condition.check(either, news(text("a", "hi"))))
                .isInstanceOf(TerminatedException.class);
    }

    @Test
    void isMetByBothOneAfterTheOther() {
        var condition = Conditions.maxMessages(2).and(Conditions.textMention("bye"));

        var one = condition.check(condition.start(START), news(text("a", "bye")));
        var two = condition.check(one, news(text("a", "hi")));

        assertThat(one.stopReason()).isNull();
        assertThat(two.stopReason())
                .isEqualTo("Text 'bye' mentioned, Maximum number of messages 2 reached, current message count: 2");
    }

    @Test
    void survivesItsJson() throws Exception {
        var condition = Conditions.maxMessages(2).and(Conditions.textMention("bye"));
        var one = condition.check(condition.start(START), news(text("a", "bye")));

        var read = ChatJson.value(ChatJson.tree(one), Progress.class);

        assertThat(read).isEqualTo(one);
        assertThat(condition.check(read, news(text("a", "hi"))).stopReason()).isNotNull();
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatThrownBy(() -> Conditions.maxMessages(0)).hasMessage("messages: 0 (expected: >= 1)");
        assertThatThrownBy(() -> Conditions.timeout(Duration.ZERO)).hasMessageContaining("(expected: > 0)");
        assertThatThrownBy(() -> new TokenLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()))
                .hasMessageContaining("expected: at least one");
    }

    private static Situation news(ChatItem... items) {
        return new Situation(List.of(items), START, false);
    }

    private static TextMessage text(String source, String text) {
        return new TextMessage(origin(source), text);
    }

    private static Origin origin(String source) {
        return Origin.of("i", source, START);
    }
}
