package dev.troupe.chat;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.TeamCommand.RequestStop;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * One conversation of a team, seen from outside. Thread-safe. Stages fail only with {@link
 * dev.troupe.agent.AgentException}.
 */
public final class Conversation {
    private static final String USER = "user";
    private static final Duration RUN_TIMEOUT = Duration.ofHours(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final AgentRuntime runtime;
    private final AgentRef<TeamCommand> team;

    Conversation(AgentRuntime runtime, AgentRef<TeamCommand> team) {
        this.runtime = runtime;
        this.team = team;
    }

    /**
     * Has the team work on a task, said by {@code user}, behind what was said before.
     *
     * @return fails with {@code REJECTED} if the team is busy with another task, with {@code HANDLER_ERROR} if a
     *     participant's turn failed, with {@code TIMEOUT} after an hour
     */
    public CompletionStage<TaskResult> run(String task) {
        var origin = Origin.of(UUID.randomUUID().toString(), USER, Instant.now());
        return run(List.of(new TextMessage(origin, task)));
    }

    /** As {@link #run(String)}, with messages of anybody; without any the team goes on where it was. */
    public CompletionStage<TaskResult> run(List<ChatMessage> task) {
        return runtime.ask(team, new Run(task), RUN_TIMEOUT);
    }

    /** Lets the team go on where it was. */
    public CompletionStage<TaskResult> run() {
        return run(List.of());
    }

    /** Asks for the end after the turn that is under way; see {@link Conditions#external}. */
    public CompletionStage<Void> requestStop() {
        return runtime.ask(team, new RequestStop(), ANSWER_TIMEOUT).thenAccept(done -> {});
    }

    /** Has the team and its participants forget the conversation; fails with {@code REJECTED} while it is busy. */
    public CompletionStage<Void> reset() {
        return runtime.ask(team, new Reset(), ANSWER_TIMEOUT).thenAccept(done -> {});
    }
}
