package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import dev.troupe.chat.model.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * A participant with a team of its own: the team works on what was heard, and a model makes one answer of what it said. The
 * team begins anew with each turn; what was heard before is told it each time. The names and texts are AutoGen's.
 * Immutable; each {@code withX} returns a copy.
 */
public final class SocietyOfMindAgent implements ChatAgent<SocietyOfMindAgent.Heard> {
    private static final String DESCRIPTION = "An agent that uses an inner team of agents to generate responses.";
    private static final String INSTRUCTION = "Earlier you were asked to fulfill a request. You and your team worked"
            + " diligently to address that request. Here is a transcript of that conversation:";
    private static final String RESPONSE_PROMPT = "Output a standalone response to the original request, without"
            + " mentioning any of the intermediate discussion.";

    /** What others have said in earlier turns. */
    public record Heard(List<ChatMessage> messages) {
        public Heard {
            messages = messages == null ? List.of() : List.copyOf(messages);
        }
    }

    private final String name;
    private final Team team;
    private final Model model;
    private final Texts texts;

    private record Texts(String description, String instruction, String responsePrompt) {}

    private SocietyOfMindAgent(String name, Team team, Model model, Texts texts) {
        this.name = AgentNames.require(name);
        this.team = requireNonNull(team, "team");
        this.model = requireNonNull(model, "model");
        this.texts = texts;
    }

    public static SocietyOfMindAgent of(String name, Team team, ChatModel model) {
        return new SocietyOfMindAgent(
                name, team, Model.of(model), new Texts(DESCRIPTION, INSTRUCTION, RESPONSE_PROMPT));
    }

    public SocietyOfMindAgent withDescription(String text) {
        return with(new Texts(text, texts.instruction(), texts.responsePrompt()));
    }

    /** Says what the model is told before what the team has said. */
    public SocietyOfMindAgent withInstruction(String text) {
        return with(new Texts(texts.description(), text, texts.responsePrompt()));
    }

    /** Says what the model is told after what the team has said. */
    public SocietyOfMindAgent withResponsePrompt(String text) {
        return with(new Texts(texts.description(), texts.instruction(), text));
    }

    private SocietyOfMindAgent with(Texts others) {
        return new SocietyOfMindAgent(name, team, model, others);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return texts.description();
    }

    @Override
    public List<Team> teams() {
        return List.of(team);
    }

    /** A turn takes as long as a run of the team may. */
    @Override
    public Optional<Duration> turnTimeout() {
        return team.turnTimeout();
    }

    @Override
    public Class<Heard> memoryType() {
        return Heard.class;
    }

    @Override
    public Heard emptyMemory() {
        return new Heard(List.of());
    }

    @Override
    public CompletionStage<Response<Heard>> respond(Heard memory, List<ChatMessage> heard, ChatContext context) {
        List<ChatMessage> all = new ArrayList<>(memory.messages());
        all.addAll(heard);
        return context.runAnew(team, all)
                .thenCompose(result -> answer(said(result, all), context))
                .thenApply(message -> Response.of(new Heard(all), message));
    }

    private static List<ChatItem> said(TaskResult result, List<ChatMessage> task) {
        var told = task.stream().map(each -> each.origin().id()).collect(Collectors.toSet());
        return result.messages().stream()
                .filter(item -> item instanceof ChatMessage
                        && !told.contains(item.origin().id()))
                .toList();
    }

    private CompletionStage<ChatMessage> answer(List<ChatItem> said, ChatContext context) {
        var origin = context.nextOrigin();
        if (said.isEmpty()) {
            return CompletableFuture.completedFuture(new TextMessage(origin, "No response."));
        }
        List<dev.langchain4j.data.message.ChatMessage> prompt = new ArrayList<>();
        prompt.add(SystemMessage.from(texts.instruction()));
        said.forEach(item -> prompt.add(UserMessage.from(item.source() + ": " + item.toText())));
        prompt.add(UserMessage.from(texts.responsePrompt()));
        return ModelCaller.of(name, model, false)
                .call(ChatRequest.builder().messages(prompt).build(), Step.repeatable("model-1"), origin, context)
                .thenApply(answer -> new TextMessage(
                        answer.usage() == null ? origin : origin.withUsage(answer.usage()), answer.text()));
    }
}
