package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.StopMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The termination conditions that there are. Their stop reasons are AutoGen's (autogen-agentchat 0.7.5). */
public final class Conditions {
    private static final String MESSAGES = "messages";
    private static final String PROMPT = "prompt";
    private static final String COMPLETION = "completion";
    private static final String BEGAN = "began";

    /** What a count of tokens may reach; an empty one may be any. */
    public record TokenLimits(OptionalInt total, OptionalInt prompt, OptionalInt completion) {
        public TokenLimits {
            if (Stream.of(total, prompt, completion).allMatch(OptionalInt::isEmpty)) {
                throw new IllegalArgumentException("token limits: none (expected: at least one)");
            }
        }

        private boolean reached(long promptTokens, long completionTokens) {
            return reached(total, promptTokens + completionTokens)
                    || reached(prompt, promptTokens)
                    || reached(completion, completionTokens);
        }

        private static boolean reached(OptionalInt limit, long count) {
            return limit.isPresent() && count >= limit.getAsInt();
        }
    }

    private Conditions() {}

    /** Is met by so many messages, those of the task among them; events do not count. */
    public static TerminationCondition maxMessages(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("messages: " + most + " (expected: >= 1)");
        }
        return of((progress, situation) -> {
            long said = situation.news().stream()
                    .filter(ChatMessage.class::isInstance)
                    .count();
            var next = progress.plus(MESSAGES, said);
            long count = next.count(MESSAGES);
            return count < most
                    ? next
                    : next.met("Maximum number of messages " + most + " reached, current message count: " + count);
        });
    }

    /**
     * Is met by a text in what was said or happened.
     *
     * @param sources who has to say it; anybody if there are none
     */
    public static TerminationCondition textMention(String text, String... sources) {
        var known = Set.copyOf(List.of(sources));
        return first(item -> (known.isEmpty() || known.contains(item.source()))
                        && item.toText().contains(text)
                ? "Text '" + text + "' mentioned"
                : null);
    }

    /** Is met by a {@link StopMessage}. */
    public static TerminationCondition stopMessage() {
        return first(item -> item instanceof StopMessage ? "Stop message received" : null);
    }

    /** Is met when the models' tokens have reached a limit. */
    public static TerminationCondition tokenUsage(TokenLimits limits) {
        requireNonNull(limits, "limits");
        return of((progress, situation) -> {
            var next = progress;
            for (var item : situation.news()) {
                var usage = item.origin().modelsUsage();
                if (usage != null) {
                    next = next.plus(PROMPT, usage.promptTokens()).plus(COMPLETION, usage.completionTokens());
                }
            }
            long prompt = next.count(PROMPT);
            long completion = next.count(COMPLETION);
            return limits.reached(prompt, completion)
                    ? next.met("Token usage limit reached, total token count: " + (prompt + completion)
                            + ", prompt token count: " + prompt + ", completion token count: " + completion + ".")
                    : next;
        });
    }

    /** Is met by a handoff to {@code target}, for example to a person outside of the team. */
    public static TerminationCondition handoff(String target) {
        return first(item ->
                item instanceof HandoffMessage handoff && handoff.target().equals(target)
                        ? "Handoff to " + target + " from " + item.source() + " detected."
                        : null);
    }

    /** Is met after a turn that ended so long after the beginning of the run. */
    public static TerminationCondition timeout(Duration after) {
        if (after.isNegative() || after.isZero()) {
            throw new IllegalArgumentException("timeout: " + after + " (expected: > 0)");
        }
        return new TerminationCondition() {
            @Override
            public Progress start(Instant now) {
                return Progress.NONE.plus(BEGAN, now.toEpochMilli());
            }

            @Override
            Progress next(Progress progress, Situation situation) {
                long elapsed = situation.now().toEpochMilli() - progress.count(BEGAN);
                return elapsed < after.toMillis()
                        ? progress
                        : progress.met("Timeout of " + seconds(after) + " seconds reached");
            }
        };
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? Long.toString(time.toSeconds())
                : Double.toString(time.toMillis() / 1000.0);
    }

    /** Is met after the turn in which somebody outside has asked for the end. */
    public static TerminationCondition external() {
        return of((progress, situation) ->
                situation.stopRequested() ? progress.met("External termination requested") : progress);
    }

    /** Is met by a message of one of {@code sources}. */
    public static TerminationCondition sourceMatch(String... sources) {
        var known = Set.copyOf(List.of(sources));
        return first(item -> known.contains(item.source()) ? "'" + item.source() + "' answered" : null);
    }

    /** Is met by a text message of {@code source}. */
    public static TerminationCondition textMessage(String source) {
        return textMessageOf(source::equals);
    }

    /** Is met by a text message of anybody. */
    public static TerminationCondition textMessage() {
        return textMessageOf(source -> true);
    }

    private static TerminationCondition textMessageOf(Predicate<String> source) {
        return first(item -> item instanceof TextMessage && source.test(item.source())
                ? "Text message received from '" + item.source() + "'"
                : null);
    }

    /** Is met when a tool was run. */
    public static TerminationCondition functionCall(String name) {
        return first(item -> item instanceof ToolCallExecutionEvent executed
                        && executed.content().stream()
                                .anyMatch(result -> result.name().equals(name))
                ? "Function '" + name + "' was executed."
                : null);
    }

    /**
     * Is met when {@code test} says so of what is new.
     *
     * @param test has no side effects: it may be asked again about the same after a crash
     */
    public static TerminationCondition functional(Predicate<List<? extends ChatItem>> test) {
        requireNonNull(test, "test");
        return of((progress, situation) ->
                test.test(situation.news()) ? progress.met("Functional termination condition met") : progress);
    }

    private static TerminationCondition first(Function<ChatItem, @Nullable String> reason) {
        return of((progress, situation) -> {
            for (var item : situation.news()) {
                String met = reason.apply(item);
                if (met != null) {
                    return progress.met(met);
                }
            }
            return progress;
        });
    }

    private static TerminationCondition of(BiFunction<Progress, TerminationCondition.Situation, Progress> next) {
        return new TerminationCondition() {
            @Override
            Progress next(Progress progress, Situation situation) {
                return next.apply(progress, situation);
            }
        };
    }
}
