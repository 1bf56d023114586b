package dev.troupe.chat.tool;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * A team as a tool: it is given a task, and what it says is the result. In each conversation of the agent it has one of its
 * own, which goes on with each call; of two calls at once the second is refused.
 */
public final class TeamTool implements Tool {
    private static final String TASK = "task";

    private final Team team;
    private final boolean lastMessageOnly;
    private final ToolSpecification specification;

    private TeamTool(Team team, boolean lastMessageOnly) {
        this.team = requireNonNull(team, "team");
        this.lastMessageOnly = lastMessageOnly;
        this.specification = ToolSpecification.builder()
                .name(team.name())
                .description(team.description())
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty(TASK, "The task to be executed.")
                        .required(TASK)
                        .build())
                .build();
    }

    /** A tool with the team's name and description; its result is what was said, each as {@code name: what it says}. */
    public static TeamTool of(Team team) {
        return new TeamTool(team, false);
    }

    /** Returns the same, whose result is what was said last, without a name. */
    public TeamTool returningLastMessage() {
        return new TeamTool(team, true);
    }

    @Override
    public ToolSpecification specification() {
        return specification;
    }

    @Override
    public List<Team> teams() {
        return List.of(team);
    }

    /** The turns of the team are its own. */
    @Override
    public boolean runsInStep() {
        return false;
    }

    @Override
    public CompletionStage<String> run(String arguments, ToolCallContext context) {
        var given = ToolJson.arguments(name(), arguments);
        Arguments.requireAll(specification, given);
        var asked = context.chat().nextOrigin();
        var task = new TextMessage(
                Origin.of(asked.id(), "user", asked.createdAt()),
                given.get(TASK).asText());
        return context.chat().run(team, List.of(task)).thenApply(result -> shown(result, task));
    }

    private String shown(TaskResult result, ChatMessage task) {
        var said = result.messages().stream()
                .filter(ChatMessage.class::isInstance)
                .filter(item -> !item.origin().id().equals(task.origin().id()))
                .toList();
        if (said.isEmpty()) {
            return "The team said nothing: " + result.stopReason();
        }
        return lastMessageOnly
                ? said.get(said.size() - 1).toText()
                : said.stream()
                        .map(item -> item.source() + ": " + item.toText())
                        .collect(Collectors.joining("\n\n"));
    }
}
