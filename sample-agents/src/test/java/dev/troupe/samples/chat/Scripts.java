package dev.troupe.samples.chat;

import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import java.util.function.Predicate;

/** What the recordings that come with the teams are made of: no real model has said it, and the tokens are estimated. */
final class Scripts {
    static final String DEFAULT_TASK =
            "A crate holds 24 bottles. How many crates do I need for 1000 bottles, and how many places stay empty?";
    static final String RESEARCH_TASK =
            "What becomes of an agent, and of the messages it has sent, when its node dies?";

    private Scripts() {}

    static ReplayChatModel defaultTeam() {
        return ReplayChatModel.builder()
                .when(
                        "assistant",
                        system("at a console"),
                        calls("call_1", "calculate", "{\"expression\": \"1000 / 24\"}"),
                        calls("call_2", "calculate", "{\"expression\": \"42 * 24 - 1000\"}"),
                        text("You need 42 crates."),
                        text("You need 42 crates: 41 hold only 984 bottles. 8 places stay empty."))
                .when(
                        "critic",
                        system("You read the answer"),
                        text("The number of empty places is missing."),
                        text("APPROVE"))
                .build();
    }

    static ReplayChatModel researchTeam() {
        return ReplayChatModel.builder()
                .when("planner", system("You plan"), text("""
                                What becomes of the state of an agent when its node dies?
                                What becomes of messages that it has sent?
                                How are messages from outside kept?"""))
                .when(
                        "researcher",
                        system("You answer questions from notes"),
                        calls("call_1", "search_notes", "{\"query\": \"agent state node dies durable\"}"),
                        calls("call_2", "search_notes", "{\"query\": \"durable sends outside\"}"),
                        text("An agent lives in memory and its state ends with its node; a durable agent comes back on"
                                + " another node with its state, its reminders and what it has sent that is not known to"
                                + " be settled [Agents in memory, Durable agents]. A message from outside outlives the"
                                + " node that took it if it is stored first, by a durable send [Durable sends]."),
                        calls("call_3", "search_notes", "{\"query\": \"message lost with the node that sends\"}"),
                        text(
                                "An agent in memory starts again on another node with an empty state, and a message is lost"
                                        + " with the node that sends it [Agents in memory, Messages]. A durable agent comes back"
                                        + " with its state and with what it has sent that is not known to be settled [Durable"
                                        + " agents]. A message from outside outlives the node that took it if it is stored first"
                                        + " [Durable sends]."))
                .when(
                        "critic",
                        system("You check answers"),
                        text("It does not say what becomes of messages of an agent that is not durable."),
                        text("APPROVE"))
                .when(
                        "selector",
                        request -> true,
                        text("planner"),
                        text("researcher"),
                        text("critic"),
                        text("researcher"),
                        text("critic"))
                .build();
    }

    private static Predicate<ChatRequest> system(String part) {
        return request -> request.messages().get(0).toString().contains(part)
                && request.messages().get(0).type() == ChatMessageType.SYSTEM;
    }

    private static ModelReply text(String text) {
        return counted(ModelReply.text(text));
    }

    private static ModelReply calls(String id, String tool, String arguments) {
        return counted(ModelReply.toolCall(id, tool, arguments));
    }

    /** About four characters are a token. */
    private static ModelReply counted(ModelReply reply) {
        return ModelReply.by(request -> {
            ChatResponse answer = reply.answer().apply(request);
            int asked = request.messages().stream()
                    .mapToInt(message -> message.toString().length())
                    .sum();
            return ChatResponse.builder()
                    .aiMessage(answer.aiMessage())
                    .modelName(answer.modelName())
                    .finishReason(answer.finishReason())
                    .tokenUsage(new TokenUsage(
                            asked / 4, answer.aiMessage().toString().length() / 4))
                    .build();
        });
    }
}
