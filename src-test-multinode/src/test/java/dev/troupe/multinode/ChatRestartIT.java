package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.Conversation;
import dev.troupe.chat.RunItem;
import dev.troupe.chat.Runs;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.contract.ContractTeams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What durable teams wait for, and what they have done, outlives the nodes that they are on. */
class ChatRestartIT {
    private static final int TALKS = 5;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @BeforeEach
    void storeOnDisk() {
        jvms.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
    }

    @Test
    void takesThePersonsAnswerThoughAllNodesHaveEndedSinceItWasAskedFor() throws Exception {
        var here = TeamsOnJvms.startHere(jvms);
        var first = TeamsOnJvms.startTwo(jvms, "-first");
        var begun = IntStream.range(0, TALKS)
                .mapToObj(
                        number -> Asked.by(talk(number).runStream("a: say ready?; b: ask which?; c: recall; a: stop")))
                .toList();
        await("the participants wait")
                .atMost(Jvms.PATIENCE)
                .until(() -> begun.stream().allMatch(run -> run.asked().isDone()));

        here.close();
        first.forEach(NodeProcess::kill);
        assertThat(begun).as("over").allMatch(run -> run.over().isCompletedExceptionally());
        TeamsOnJvms.startHere(jvms);
        TeamsOnJvms.startTwo(jvms, "-second");

        for (int number = 0; number < TALKS; number++) {
            patiently(talk(number).giveInput("b", "number " + number));
            var next = runWhenItIsFree(talk(number), "b: recall; c: stop");
            assertThat(Runs.texts(next).get(1))
                    .as("what b has heard, before and after")
                    .isEqualTo("[user: a: say ready?; b: ask which?; c: recall; a: stop, a: ready?, c: [user: a: say"
                            + " ready?; b: ask which?; c: recall; a: stop, a: ready?, b: number " + number
                            + "], a: , user: b: recall; c: stop]");
        }
    }

    @Test
    void doesNoStepAgainThatHadEndedWhenItsNodeDied() throws Exception {
        var team = PayingMember.TEAM.withRole("payers").durable();
        jvms.startHere(team.definitions().toArray(AgentDefinition<?, ?>[]::new));
        var nodes = jvms.startAll("payers", PayingMember.NAME, "w0", "w1");
        Path trace = nodes.get(0).trace();
        List<CompletableFuture<TaskResult>> runs = new ArrayList<>();
        for (int number = 0; number < TALKS; number++) {
            runs.add(team.conversation(jvms.runtime(), "talk-" + number)
                    .run("pay")
                    .toCompletableFuture());
        }
        await("all have paid")
                .atMost(Jvms.PATIENCE)
                .until(() -> PayingMember.notes(trace), notes -> waiting(notes, "") == TALKS);

        var victim = waiting(PayingMember.notes(trace), "w0") > 0 ? nodes.get(0) : nodes.get(1);
        long moving = waiting(PayingMember.notes(trace), victim.name());
        jvms.event(victim, "kill");
        victim.kill();
        await("they wait elsewhere")
                .atMost(Jvms.PATIENCE)
                .until(() -> PayingMember.notes(trace), notes -> waiting(notes, "") == TALKS + moving);
        PayingMember.openGate(trace);

        for (var run : runs) {
            assertThat(Runs.texts(patiently(run))).containsExactly("pay", "bookedpaid");
        }
        assertThat(PayingMember.notes(trace))
                .filteredOn(note -> !note.startsWith("waiting"))
                .hasSize(2 * TALKS)
                .doesNotHaveDuplicates();
    }

    private static long waiting(List<String> notes, String node) {
        return notes.stream()
                .filter(note -> note.startsWith("waiting") && note.endsWith(node))
                .count();
    }

    private Conversation talk(int number) {
        return ContractTeams.OPEN.conversation(jvms.runtime(), "talk-" + number);
    }

    /** Watches a run until a person is asked, and until it is over. */
    private record Asked(CompletableFuture<Void> asked, CompletableFuture<Void> over)
            implements Flow.Subscriber<RunItem> {
        static Asked by(Flow.Publisher<RunItem> run) {
            var watching = new Asked(new CompletableFuture<>(), new CompletableFuture<>());
            run.subscribe(watching);
            return watching;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RunItem item) {
            if (item instanceof ChatEvent.UserInputRequestedEvent) {
                asked.complete(null);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            over.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            over.complete(null);
        }
    }

    /** Runs as soon as the team is no longer busy. */
    private static TaskResult runWhenItIsFree(Conversation talk, String task) {
        return await().atMost(Jvms.PATIENCE)
                .until(
                        () -> {
                            try {
                                return patiently(talk.run(task));
                            } catch (ExecutionException e) {
                                assertThat(e).hasMessageContaining("is busy with a task");
                                return null;
                            }
                        },
                        result -> result != null);
    }

    private static <T> T patiently(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Jvms.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
