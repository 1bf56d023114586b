package dev.troupe.chat;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Failure;
import dev.troupe.standalone.StandaloneRuntime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What tests of teams do with runs. */
public final class Runs {
    private Runs() {}

    public static AgentRuntime start(Team... teams) {
        return StandaloneRuntime.start(
                Stream.of(teams).flatMap(team -> team.definitions().stream()).toArray(AgentDefinition<?, ?>[]::new));
    }

    public static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    public static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(condition);
    }

    /** Returns who has said something, in order. */
    public static List<String> sources(TaskResult result) {
        return result.messages().stream().map(ChatItem::source).toList();
    }

    /** Returns what was said, in order. */
    public static List<String> texts(TaskResult result) {
        return result.messages().stream().map(ChatItem::toText).toList();
    }

    public static void assertFails(CompletionStage<?> stage, Failure.Kind kind, String message) {
        assertThatThrownBy(() -> get(stage))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        AgentException.class,
                        failed -> org.assertj.core.api.Assertions.assertThat(
                                        failed.failure().kind())
                                .isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
