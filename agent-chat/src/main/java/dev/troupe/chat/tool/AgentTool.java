package dev.troupe.chat.tool;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An agent as a tool: it is given a task, without any memory of another one, and what it says is the result. What happens
 * meanwhile is shown to those who watch the run.
 */
public final class AgentTool implements Tool {
    private static final String TASK = "task";

    private final ChatAgent<?> agent;
    private final boolean lastMessageOnly;
    private final ToolSpecification specification;

    private AgentTool(ChatAgent<?> agent, boolean lastMessageOnly) {
        this.agent = requireNonNull(agent, "agent");
        this.lastMessageOnly = lastMessageOnly;
        this.specification = ToolSpecification.builder()
                .name(agent.name())
                .description(agent.description())
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty(TASK, "The task to be executed.")
                        .required(TASK)
                        .build())
                .build();
    }

    /** A tool with the agent's name and description; its result is {@code name: what it says}. */
    public static AgentTool of(ChatAgent<?> agent) {
        return new AgentTool(agent, false);
    }

    /** Returns the same, whose result is what the agent says, without its name. */
    public AgentTool returningLastMessage() {
        return new AgentTool(agent, true);
    }

    @Override
    public ToolSpecification specification() {
        return specification;
    }

    /** Its own model and tools are steps of the turn. */
    @Override
    public boolean runsInStep() {
        return false;
    }

    @Override
    public List<Team> teams() {
        return agent.teams();
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        var given = ToolJson.arguments(name(), arguments);
        Arguments.requireAll(specification, given);
        return run(agent, given.get(TASK).asText(), context);
    }

    private <S> CompletionStage<String> run(ChatAgent<S> inner, String task, ToolCallContext context) {
        var turn = ((CallTurn) context.chat()).as(inner.name());
        var asked = turn.nextOrigin();
        var message = new TextMessage(Origin.of(asked.id(), "user", asked.createdAt()), task);
        return inner.respond(inner.emptyMemory(), List.of(message), turn).thenCompose(response -> said(response, turn));
    }

    private <S> CompletionStage<String> said(Response<S> response, CallTurn turn) {
        if (response instanceof Response.Said<S> said) {
            said.events().forEach(turn::show);
            return CompletableFuture.completedFuture(shown(said.message()));
        }
        return CompletableFuture.failedFuture(new IllegalStateException(
                "agent '" + agent.name() + "' waits for a person (expected: one that answers by itself)"));
    }

    private String shown(ChatMessage message) {
        return lastMessageOnly ? message.toText() : message.source() + ": " + message.toText();
    }
}
