package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Teams whose participants are on several nodes, of which one dies in the middle of their turns. */
class ChatTeamIT {
    private static final String ROLE = "chat";
    private static final int CONVERSATIONS = 20;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void goesOnWhenANodeDiesAndNoMessageIsLostOrSaidTwice() throws Exception {
        jvms.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
        var team = CountingMember.TEAM.withRole(ROLE).durable();
        var here = jvms.startHere(team.definitions().toArray(AgentDefinition<?, ?>[]::new));
        List<NodeProcess> workers = new ArrayList<>();
        for (String name : List.of("w0", "w1", "w2")) {
            workers.add(jvms.start(name, ROLE, team.name()));
        }
        var runs = new ArrayList<>(run(team, 0));
        await("the first conversation is over")
                .atMost(Jvms.PATIENCE)
                .until(() -> runs.stream().anyMatch(CompletableFuture::isDone));
        runs.addAll(run(team, CONVERSATIONS));

        var victim = workers.get(jvms.random().nextInt(workers.size()));
        jvms.event(victim, "kill");
        victim.kill();
        assertThat(runs).as("under way").anyMatch(run -> !run.isDone());

        for (var run : runs) {
            assertThat(texts(run.get(Jvms.PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                    .as("transcript")
                    .isEqualTo(CountingMember.undisturbed(CountingMember.TURNS));
        }
        assertThat(here.isAlive()).isTrue();
    }

    /** Gives as many conversations as there are a task. */
    private List<CompletableFuture<TaskResult>> run(Team team, int from) {
        return IntStream.range(from, from + CONVERSATIONS)
                .mapToObj(number -> team.conversation(jvms.runtime(), "talk-" + number)
                        .run("0")
                        .toCompletableFuture())
                .toList();
    }

    private static List<String> texts(TaskResult result) {
        return result.messages().stream().map(ChatItem::toText).toList();
    }
}
