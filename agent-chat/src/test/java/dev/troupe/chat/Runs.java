package dev.troupe.chat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.standalone.StandaloneRuntime;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What tests of teams do with runs. */
final class Runs {
    private Runs() {}

    static AgentRuntime start(Team team) {
        return StandaloneRuntime.start(team.definitions().toArray(AgentDefinition<?, ?>[]::new));
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Returns who has said something, in order. */
    static List<String> sources(TaskResult result) {
        return result.messages().stream().map(ChatItem::source).toList();
    }
}
