package dev.troupe.chat;

import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.TeamCommand.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A task that is given again under its id, as by an agent whose turn is run again. */
class TaskTwiceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void hasTheResultOfTheOneRunAlsoAfterAReset() throws Exception {
        var team = Team.roundRobin("once", List.of(TestMember.counting("a"))).withMaxTurns(1);
        try (var runtime = start(team)) {
            var ref = team.type().ref("acme");

            var first = get(runtime.ask(ref, run("1"), LONG));
            var again = get(runtime.ask(ref, run("1"), LONG));
            get(team.conversation(runtime, "acme").reset());
            var afterReset = get(runtime.ask(ref, run("1"), LONG));
            var another = get(runtime.ask(ref, run("2"), LONG));

            assertThat(texts(first)).containsExactly("hi", "a1");
            assertThat(again).isEqualTo(first);
            assertThat(afterReset).isEqualTo(first);
            assertThat(texts(another)).as("after the reset").containsExactly("hi", "a1");
        }
    }

    @Test
    void joinsTheRunThatIsUnderWay() throws Exception {
        var begun = new CompletableFuture<Void>();
        var goOn = new CompletableFuture<String>();
        var slow = new TestMember("slow", (number, heard, context) -> {
            begun.complete(null);
            return goOn.thenApply(text -> text + number);
        });
        var team = Team.roundRobin("joined", List.of(slow)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var ref = team.type().ref("acme");
            var unused = runtime.ask(ref, run("1"), LONG);
            get(begun);

            var joined = runtime.ask(ref, run("1"), LONG);
            Runs.assertFails(runtime.ask(ref, run("2"), LONG), Failure.Kind.REJECTED, "is busy");
            goOn.complete("turn ");

            assertThat(texts(get(joined))).containsExactly("hi", "turn 1");
        }
    }

    @Test
    void knowsWhatAllTasksOfOneTurnHaveComeToFailuresToo() throws Exception {
        var calls = new AtomicInteger();
        var moody = new TestMember(
                "moody",
                (number, heard, context) -> calls.incrementAndGet() == 2
                        ? CompletableFuture.failedFuture(new IllegalStateException("not today"))
                        : CompletableFuture.completedFuture("turn " + number));
        var team = Team.roundRobin("several", List.of(moody)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var ref = team.type().ref("acme");
            var first = get(runtime.ask(ref, run("turn/1"), LONG));
            Runs.assertFails(runtime.ask(ref, run("turn/2"), LONG), Failure.Kind.HANDLER_ERROR, "participant moody: ");
            var third = get(runtime.ask(ref, run("turn/3"), LONG));

            assertThat(texts(first)).containsExactly("hi", "turn 1");
            Runs.assertFails(runtime.ask(ref, run("turn/2"), LONG), Failure.Kind.HANDLER_ERROR, "participant moody: ");
            assertThat(get(runtime.ask(ref, run("turn/1"), LONG))).isEqualTo(first);
            assertThat(get(runtime.ask(ref, run("turn/3"), LONG))).isEqualTo(third);
            assertThat(calls).hasValue(3);
        }
    }

    private static Run run(String id) {
        var task = new TextMessage(Origin.of("task", "user", Instant.EPOCH), "hi");
        return new Run(List.of(task), false, null, id);
    }
}
