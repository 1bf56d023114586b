package dev.troupe.chat;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of round-robin teams expect. */
class RoundRobinTeamTest {
    private static final List<EchoMember> FOUR =
            Stream.of("a", "b", "c", "d").map(EchoMember::named).toList();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesTurnsGoesOnWhereItWasAndStartsOverAfterAReset(boolean durable) throws Exception {
        var team = Team.roundRobin("four", FOUR).withMaxTurns(3);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");

            var first = get(talk.run("hi"));
            var second = get(talk.run());
            get(talk.reset());
            var third = get(talk.run("again"));

            assertThat(sources(first)).containsExactly("user", "a", "b", "c");
            assertThat(first.stopReason()).isEqualTo("Maximum number of turns 3 reached.");
            assertThat(sources(second)).containsExactly("d", "a", "b");
            assertThat(sources(third)).containsExactly("user", "a", "b", "c");
        }
    }

    @Test
    void countsTheTaskAmongTheMessages() throws Exception {
        var team = Team.roundRobin("four", FOUR).withTermination(Conditions.maxMessages(3));
        try (var runtime = start(team)) {
            var result = get(team.conversation(runtime, "acme").run("hi"));

            assertThat(sources(result)).containsExactly("user", "a", "b");
            assertThat(result.stopReason()).isEqualTo("Maximum number of messages 3 reached, current message count: 3");
        }
    }

    @Test
    void stopsAtTheTaskIfThatMeetsTheCondition() throws Exception {
        var team = Team.roundRobin("four", FOUR).withTermination(Conditions.textMention("TERMINATE"));
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            var result = get(talk.run("TERMINATE at once"));
            var next = get(talk.run("TERMINATE again"));

            assertThat(sources(result)).containsExactly("user");
            assertThat(result.stopReason()).isEqualTo("Text 'TERMINATE' mentioned");
            assertThat(sources(next)).containsExactly("user");
        }
    }

    @Test
    void tellsEachParticipantWhatWasSaidSinceItsOwnTurnOnceInOrderWithoutItsOwn() throws Exception {
        var team = Team.roundRobin("three", FOUR.subList(0, 3)).withMaxTurns(3);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            get(talk.run("hi"));
            get(talk.run("go on"));

            var recalled = get(talk.run("recall"));

            assertThat(recalled.messages().get(1).toText())
                    .isEqualTo("[user: hi, b: b, c: c, user: go on, b: b, c: c, user: recall]");
        }
    }

    @Test
    void runsManyConversationsThatShareNothing() throws Exception {
        var team = Team.roundRobin("two", FOUR.subList(0, 2)).withMaxTurns(4);
        try (var runtime = start(team)) {
            var talks = IntStream.range(0, 50)
                    .mapToObj(number -> team.conversation(runtime, "talk-" + number))
                    .toList();
            var running = IntStream.range(0, talks.size())
                    .mapToObj(number -> talks.get(number).run("task " + number).toCompletableFuture())
                    .toList();

            for (int number = 0; number < running.size(); number++) {
                var result = get(running.get(number));
                assertThat(result.messages().get(0).toText()).isEqualTo("task " + number);
                assertThat(sources(result)).containsExactly("user", "a", "b", "a", "b");
            }
        }
    }

    @Test
    void refusesASecondTaskAndAResetWhileItIsBusyAndStopsWhenItIsAsked() throws Exception {
        var spoken = new CountDownLatch(1);
        var goOn = new CompletableFuture<Void>();
        var team = Team.roundRobin("slow", List.of(waiting(spoken, goOn), EchoMember.named("b")))
                .withTermination(Conditions.external());
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("hi");
            assertThat(spoken.await(30, TimeUnit.SECONDS)).isTrue();

            assertFails(talk.run("another"), Failure.Kind.REJECTED, "team slow/acme is busy with a task");
            assertFails(talk.reset(), Failure.Kind.REJECTED, "expected: reset after it has stopped");
            get(talk.requestStop());
            goOn.complete(null);

            var result = get(running);
            assertThat(result.stopReason()).isEqualTo("External termination requested");
            assertThat(sources(result)).containsExactly("user", "a");
        }
    }

    @Test
    void endsTheRunWithANamedFailureIfATurnFailsAndIsUsableAfterAReset() throws Exception {
        var fails = new AtomicBoolean(true);
        var moody = new EchoMember("b", heard -> {
            if (fails.get()) {
                throw new IllegalStateException("not today");
            }
            return "b";
        });
        var team =
                Team.roundRobin("moody", List.of(EchoMember.named("a"), moody)).withMaxTurns(2);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertFails(talk.run("hi"), Failure.Kind.HANDLER_ERROR, "participant b: ");
            fails.set(false);
            get(talk.reset());

            assertThat(sources(get(talk.run("hi")))).containsExactly("user", "a", "b");
        }
    }

    @Test
    void saysWhatIsWrongWithATeam() {
        assertThatThrownBy(() -> Team.roundRobin("none", List.of()))
                .hasMessage("participants of none: none (expected: at least one)");
        assertThatThrownBy(() -> Team.roundRobin("twins", List.of(EchoMember.named("a"), EchoMember.named("a"))))
                .hasMessage("participant of twins: 'a' twice (expected: names that differ)");
        assertThatThrownBy(() -> Team.roundRobin("four", FOUR).withMaxTurns(0)).hasMessage("turns: 0 (expected: >= 1)");
    }

    private static EchoMember waiting(CountDownLatch spoken, CompletableFuture<Void> goOn) {
        return new EchoMember("a", heard -> {
            spoken.countDown();
            goOn.orTimeout(30, TimeUnit.SECONDS).join();
            return "a";
        });
    }
}
