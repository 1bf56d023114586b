package dev.troupe.chat.contract;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Failure;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.Conversation;
import dev.troupe.chat.Runs;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import dev.troupe.chat.Watching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * What every runtime owes to those who talk to teams. Extend it, say how to reach the teams, and the promises are tested
 * there.
 */
public abstract class TeamContract {
    private static final int CONVERSATIONS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final String STOPPED = "External termination requested";

    /** Returns a runtime that hosts, or reaches, {@link ContractTeams}; one may serve all tests. */
    protected abstract AgentRuntime runtime();

    private Conversation talk(Team team) {
        return team.conversation(runtime(), "talk-" + UUID.randomUUID());
    }

    @Test
    final void takesTurnsGoesOnWhereItWasAndStartsOverAfterAReset() throws Exception {
        var talk = talk(ContractTeams.FOUR);

        var first = get(talk.run("hi"));
        var second = get(talk.run());
        get(talk.reset());
        var third = get(talk.run("again"));

        assertThat(texts(first)).containsExactly("hi", "a", "b", "c");
        assertThat(sources(first)).containsExactly("user", "a", "b", "c");
        assertThat(first.stopReason()).isEqualTo("Maximum number of turns 3 reached.");
        assertThat(sources(second)).containsExactly("d", "a", "b");
        assertThat(sources(third)).containsExactly("user", "a", "b", "c");
    }

    @Test
    final void countsTheTaskAmongTheMessagesAndStartsTheConditionAnewWithEachRun() throws Exception {
        var talk = talk(ContractTeams.COUNTED);

        var first = get(talk.run("hi"));
        var second = get(talk.run("again"));
        var third = get(talk.run());

        assertThat(sources(first)).containsExactly("user", "a", "b");
        assertThat(sources(second)).containsExactly("user", "c", "d");
        assertThat(sources(third)).containsExactly("a", "b", "c");
        assertThat(List.of(first, second, third))
                .extracting(TaskResult::stopReason)
                .containsOnly("Maximum number of messages 3 reached, current message count: 3");
    }

    @Test
    final void stopsWhenWhatEndsItIsSaid() throws Exception {
        var talk = talk(ContractTeams.OPEN);

        var mentioned = get(talk.run("b: say that is all, TERMINATE"));
        var stopped = get(talk.run("a: stop enough"));
        var handedOver = get(talk.run("b: hand user"));

        assertThat(mentioned.stopReason()).isEqualTo("Text 'TERMINATE' mentioned");
        assertThat(sources(mentioned)).containsExactly("user", "a", "b");
        assertThat(stopped.stopReason()).isEqualTo("Stop message received");
        assertThat(sources(stopped)).containsExactly("user", "c", "a");
        assertThat(handedOver.stopReason()).isEqualTo("Handoff to user from b detected.");
        assertThat(sources(handedOver)).containsExactly("user", "b");
    }

    @Test
    final void tellsEachParticipantWhatWasSaidSinceItsOwnTurnOnceInOrderWithoutItsOwn() throws Exception {
        var talk = talk(ContractTeams.OPEN);

        get(talk.run("c: stop one"));
        get(talk.run("c: stop two"));
        var recalled = get(talk.run("a: recall; b: recall; b: stop"));

        assertThat(texts(recalled).subList(1, 3))
                .containsExactly(
                        "[user: c: stop one, b: b, c: one, user: c: stop two, b: b, c: two, user: a: recall; b: recall;"
                                + " b: stop]",
                        "[user: c: stop one, a: a, c: one, user: c: stop two, a: a, c: two, user: a: recall; b: recall;"
                                + " b: stop, a: " + texts(recalled).get(1) + "]");
    }

    @Test
    final void refusesASecondTaskWhileItIsBusyAndStopsAfterTheTurnWhenItIsAsked() throws Exception {
        var talk = talk(ContractTeams.OPEN);
        var running = talk.run("a: ask go on?");

        assertFails(talk.run("another"), Failure.Kind.REJECTED, "is busy with a task");
        assertFails(talk.reset(), Failure.Kind.REJECTED, "expected: reset after it has stopped");
        get(talk.requestStop());
        give(talk, "a", "yes");

        var result = get(running);
        assertThat(result.stopReason()).isEqualTo(STOPPED);
        assertThat(texts(result)).containsExactly("a: ask go on?", "go on?", "yes");
        assertThat(sources(get(talk.run("b: stop")))).containsExactly("user", "b");
    }

    @Test
    final void letsAPersonAnswerWhenAParticipantAsks() throws Exception {
        var talk = talk(ContractTeams.OPEN);
        assertFails(talk.giveInput("a", "too early"), Failure.Kind.REJECTED, "waits for no input");
        var running = talk.run("a: ask first?; b: ask second?; c: recall; c: stop");

        give(talk, "a", "one");
        give(talk, "b", "two");

        var result = get(running);
        assertThat(texts(result).subList(1, 5)).containsExactly("first?", "one", "second?", "two");
        assertThat(texts(result).get(5)).endsWith("a: one, b: two]");
        assertFails(talk.giveInput("a", "too late"), Failure.Kind.REJECTED, "waits for no input");
    }

    @Test
    final void beginsNoTurnWhileItIsPaused() throws Exception {
        var talk = talk(ContractTeams.OPEN);
        var running = talk.run("a: ask now?; b: ask and now?; c: stop").toCompletableFuture();

        get(talk.pause());
        give(talk, "a", "yes");
        get(talk(ContractTeams.FOUR).run("something that takes its time"));
        assertFails(talk.giveInput("b", "not yet"), Failure.Kind.REJECTED, "waits for no input");
        assertThat(running).isNotDone();
        get(talk.resume());
        give(talk, "b", "of course");

        assertThat(sources(get(running))).containsExactly("user", "a", "a", "b", "b", "c");
    }

    @Test
    final void cancelsATurnThatLeavesNoTrace() throws Exception {
        var talk = talk(ContractTeams.OPEN);
        var watching = watchedUntilItHangs(talk);

        get(talk.cancel());

        assertFails(watching.whole(), Failure.Kind.CANCELLED, "was cancelled");
        assertThat(texts(get(talk.run("c: recall; a: stop"))))
                .as("the place in the row is kept, as AutoGen does")
                .containsExactly("c: recall; a: stop", "[user: b: hang, a: a, user: c: recall; a: stop]", "");
    }

    @Test
    final void endsTheRunWithANamedFailureIfATurnFailsAndIsUsableAfterAReset() throws Exception {
        var talk = talk(ContractTeams.FOUR);

        assertFails(talk.run("b: fail"), Failure.Kind.HANDLER_ERROR, "participant b: ");
        get(talk.reset());

        assertThat(texts(get(talk.run("hi")))).containsExactly("hi", "a", "b", "c");
    }

    @Test
    final void letsTheLastHandoffDecide() throws Exception {
        var talk = talk(ContractTeams.SWARM);

        var first = get(talk.run("a: say first; a: hand c; c: hand b; b: hand user"));
        get(talk.reset());
        var second = get(talk.run("a: hand b; b: say TERMINATE"));
        var third = get(talk.run("b: hand user"));

        assertThat(sources(first)).containsExactly("user", "a", "a", "c", "b");
        assertThat(first.stopReason()).isEqualTo("Handoff to user from b detected.");
        assertThat(sources(second)).containsExactly("user", "a", "b");
        assertThat(sources(third)).as("keeps on").containsExactly("user", "b");
    }

    @Test
    final void asksSeveralAtOnceAndGoesOnWhenAllHaveSpoken() throws Exception {
        var talk = talk(ContractTeams.FAN);
        var running = talk.run("a: ask a?; b: ask b?; c: recall").toCompletableFuture();

        give(talk, "b", "from b");
        assertThat(running).isNotDone();
        give(talk, "a", "from a");

        var result = get(running);
        assertThat(texts(result).subList(1, 5))
                .containsSubsequence("b?", "from b", "from a")
                .containsSubsequence("a?", "from a");
        assertThat(texts(result).get(5)).endsWith("b: from b, a: from a]");
        assertThat(result.stopReason()).isEqualTo("all have spoken");
    }

    @Test
    final void letsATeamBeAParticipant() throws Exception {
        var talk = talk(ContractTeams.OUTER);

        var first = get(talk.run("hi"));
        var second = get(talk.run("b: recall"));

        assertThat(sources(first)).containsExactly("user", "x", "y", "b", "x", "y");
        assertThat(texts(second).get(1)).isEqualTo("[user: hi, x: x, y: y, x: x, y: y, user: b: recall]");
        get(talk.reset());
        assertFails(talk.run("y: fail"), Failure.Kind.HANDLER_ERROR, "participant inner: participant y: ");
        get(talk.reset());
        assertThat(texts(get(talk.run("hi")))).isEqualTo(texts(first));
    }

    @Test
    final void goesOnElsewhereExactlyWhereItWasSaved() throws Exception {
        var talk = talk(ContractTeams.FOUR);
        get(talk.run("hi"));
        get(talk.run("go on"));
        var other = talk(ContractTeams.FOUR);
        get(other.run("something else"));

        get(other.load(get(talk.save())));

        String recall = "a: recall; b: recall; c: recall; d: recall";
        var here = get(talk.run(recall));
        var there = get(other.run(recall));
        assertThat(texts(there)).isEqualTo(texts(here));
        assertThat(sources(there)).isEqualTo(sources(here)).containsExactly("user", "c", "d", "a");
        assertThat(texts(get(other.run()))).isEqualTo(texts(get(talk.run())));
    }

    @Test
    final void showsEveryItemOnceInOrderThenTheResult() throws Exception {
        var items = get(
                Watching.all(talk(ContractTeams.OPEN).runStream("a: say one; b: say two; c: say three; a: stop four"))
                        .whole());

        var result = (TaskResult) items.get(items.size() - 1);
        assertThat(items.subList(0, items.size() - 1)).containsExactlyElementsOf(List.copyOf(result.messages()));
        assertThat(texts(result)).endsWith("one", "two", "three", "four");
    }

    @Test
    final void runsManyConversationsThatShareNothing() throws Exception {
        List<CompletableFuture<TaskResult>> running = new ArrayList<>();

        for (int number = 0; number < CONVERSATIONS; number++) {
            running.add(talk(ContractTeams.OPEN)
                    .run("a: say mine is " + number + "; c: recall; a: stop")
                    .toCompletableFuture());
        }

        for (int number = 0; number < CONVERSATIONS; number++) {
            String task = "a: say mine is " + number + "; c: recall; a: stop";
            assertThat(texts(get(running.get(number))))
                    .containsExactly(
                            task,
                            "mine is " + number,
                            "b",
                            "[user: " + task + ", a: mine is " + number + ", b: b]",
                            "");
        }
    }

    /** What is shown live may be lost, above all on a cluster by the first who watches at a node: then it begins again. */
    private static Watching watchedUntilItHangs(Conversation talk) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> tryToWatch(talk), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Watching> tryToWatch(Conversation talk) throws Exception {
        get(talk.reset());
        var watching = Watching.all(talk.runStream("b: hang"));
        try {
            Awaitility.await()
                    .atMost(A_WHILE)
                    .until(() -> watching.soFar().stream().anyMatch(ThoughtEvent.class::isInstance));
            return Optional.of(watching);
        } catch (ConditionTimeoutException e) {
            get(talk.cancel());
            assertFails(watching.whole(), Failure.Kind.CANCELLED, "was cancelled");
            return Optional.empty();
        }
    }

    /** Gives input as soon as the participant waits for it. */
    private static void give(Conversation talk, String participant, String text) {
        Runs.await(() -> {
            try {
                talk.giveInput(participant, text).toCompletableFuture().get(60, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                if (String.valueOf(e.getMessage()).contains("waits for no input")) {
                    return false;
                }
                if (text.isEmpty() && String.valueOf(e.getMessage()).contains("input: empty")) {
                    return true; // it refuses that, and waits on
                }
                throw e;
            }
        });
    }
}
