package dev.troupe.samples.chat;

import dev.troupe.chat.ChatItem;
import dev.troupe.chat.Conditions;
import dev.troupe.chat.Team;
import dev.troupe.chat.assistant.AssistantAgent;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.selector.SelectorManager;
import dev.troupe.chat.tool.Tool;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** An assistant with a calculator and a clock, and a critic who has the last word. */
final class DefaultTeam {
    private static final int MOST_MESSAGES = 12;

    /** The clock needs to know nothing. */
    record Nothing() {}

    private DefaultTeam() {}

    static Team of(Model model, Clock clock) {
        // In turn; but not Team.roundRobin, which after a run that failed would let the critic begin the next one.
        var manager = SelectorManager.of(model.blocking()).withSelector(DefaultTeam::next);
        return Team.of("chat", List.of(assistant(model, clock), critic(model)), manager::managing)
                .withTermination(Conditions.textMention("APPROVE", "critic")
                        .or(Conditions.textMention("TERMINATE", "assistant", "critic"))
                        .or(Conditions.maxMessages(MOST_MESSAGES)));
    }

    private static Optional<String> next(List<ChatItem> conversation) {
        String last = conversation.isEmpty()
                ? ""
                : conversation.get(conversation.size() - 1).source();
        return Optional.of(last.equals("assistant") ? "critic" : "assistant");
    }

    private static AssistantAgent assistant(Model model, Clock clock) {
        var assistant = AssistantAgent.of("assistant", model.blocking())
                .withDescription("Answers, and can calculate and tell the time.")
                .withSystemMessage(
                        "You help a person at a console. Answer briefly, in plain text. Use the tools for every"
                                + " calculation and for the time. When the critic asks for something, give the whole answer"
                                + " again, improved.")
                .withTools(Calculator.tool(), clockTool(clock))
                .withMaxToolIterations(5)
                .withReflectionOnToolUse(true);
        return model.streaming().map(assistant::withStreaming).orElse(assistant);
    }

    private static AssistantAgent critic(Model model) {
        var critic = AssistantAgent.of("critic", model.blocking())
                .withDescription("Reads what the assistant says.")
                .withSystemMessage(
                        "You read the answer of the assistant to the last task of the user. If it is right and"
                                + " complete, say APPROVE and nothing else. Else say in one sentence what is missing.");
        return model.streaming().map(critic::withStreaming).orElse(critic);
    }

    private static Tool clockTool(Clock clock) {
        return Tool.of(
                "now",
                "Tells the date, the time and the time zone where the person is.",
                Nothing.class,
                nothing -> DateTimeFormatter.ISO_ZONED_DATE_TIME.format(
                        ZonedDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS)));
    }
}
