package dev.troupe.bench;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Ours: two assistants in turns. What was said is forgotten before the next conversation. */
record TeamTalk(AgentRuntime runtime, Team team, TurnClock clock, int turns) implements Talk {
    /** What the team is called; its participants are {@code talk.writer} and {@code talk.critic}. */
    static final String NAME = "talk";

    static Team team(TurnClock clock, int turns, boolean durable) {
        var team = Team.roundRobin(
                        NAME, List.of(new TimedAssistant("writer", clock), new TimedAssistant("critic", clock)))
                .withMaxTurns(turns);
        return durable ? team.durable() : team;
    }

    @Override
    public CompletionStage<?> converse(String key) {
        return run(key).thenCompose(result -> team.conversation(runtime, key).reset());
    }

    /** Has a conversation that is not forgotten. */
    CompletionStage<TaskResult> run(String key) {
        return team.conversation(runtime, key).run(TEXT);
    }
}
