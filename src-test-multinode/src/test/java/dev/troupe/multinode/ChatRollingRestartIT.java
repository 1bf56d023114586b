package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.Conversation;
import dev.troupe.chat.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every node that hosts teams is replaced, one after the other, in the middle of many conversations. */
class ChatRollingRestartIT {
    private static final String ROLE = "chat";
    private static final int CONVERSATIONS = 200;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    /** Whether conversations are to come to their end. */
    private final AtomicBoolean enough = new AtomicBoolean();

    private final AtomicInteger runs = new AtomicInteger();

    /**
     * What was said in a conversation, in all of its runs.
     *
     * @param ids of the messages
     */
    private record Transcript(List<String> texts, List<String> ids) {}

    @Test
    void noConversationNoticesThatAllNodesAreReplaced() throws Exception {
        jvms.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
        var team = CountingMember.PACED.withRole(ROLE).durable();
        jvms.startHere(team.definitions().toArray(AgentDefinition<?, ?>[]::new));
        var nodes = jvms.startAll(ROLE, team.name(), "w0", "w1", "w2");
        var talks = IntStream.range(0, CONVERSATIONS)
                .mapToObj(number -> talk(team.conversation(jvms.runtime(), "talk-" + number)))
                .toList();
        awaitRuns(CONVERSATIONS / 4);

        for (var old : nodes) {
            old.leave();
            jvms.event(old, "left");
            assertThat(old.exitValue()).as("exit value").isZero();
            jvms.start(old.name() + "-again", ROLE, team.name());
            awaitRuns(runs.get() + CONVERSATIONS / 4);
        }
        enough.set(true);

        for (var talk : talks) {
            var said = talk.get(Jvms.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(said.texts())
                    .isEqualTo(CountingMember.undisturbed(said.texts().size() - 1));
            assertThat(said.ids()).doesNotHaveDuplicates();
        }
        assertThat(jvms.runtime().deadLetters().list()).isEmpty();
    }

    /** Gives a task, and lets the team go on until there is enough. */
    private CompletableFuture<Transcript> talk(Conversation talk) {
        return goOn(talk, new Transcript(new ArrayList<>(), new ArrayList<>())).toCompletableFuture();
    }

    private CompletionStage<Transcript> goOn(Conversation talk, Transcript said) {
        var run = said.texts().isEmpty() ? talk.run("0") : talk.run();
        return run.thenCompose(result -> {
            said.texts().addAll(Runs.texts(result));
            result.messages().forEach(item -> said.ids().add(item.origin().id()));
            runs.incrementAndGet();
            return enough.get() ? CompletableFuture.completedFuture(said) : goOn(talk, said);
        });
    }

    private void awaitRuns(int count) {
        await("runs").atMost(Jvms.PATIENCE).until(runs::get, now -> now >= count);
    }
}
