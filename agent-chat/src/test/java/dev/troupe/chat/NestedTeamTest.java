package dev.troupe.chat;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A team that is a participant of another. */
class NestedTeamTest {
    private static final Team INNER = Team.roundRobin(
                    "inner", List.of(TestMember.counting("x"), TestMember.counting("y")))
            .withMaxTurns(2);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesItsTurnsAsATeamAndHearsWhatOthersSay(boolean durable) throws Exception {
        var listener = EchoMember.named("b");
        var team = Team.roundRobin("outer", List.of(INNER, listener)).withMaxTurns(3);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");

            var first = get(talk.run("hi"));
            var second = get(talk.run("recall"));

            assertThat(texts(first)).containsExactly("hi", "x1", "y1", "b", "x2", "y2");
            assertThat(second.messages().get(1).toText())
                    .isEqualTo("[user: hi, x: x1, y: y1, x: x2, y: y2, user: recall]");
            get(talk.reset());
            assertThat(texts(get(talk.run("hi")))).containsExactly("hi", "x1", "y1", "b", "x2", "y2");
        }
    }

    @Test
    void livesWithinTeamsWithinTeams() throws Exception {
        var middle = Team.roundRobin("middle", List.of(INNER)).withMaxTurns(1);
        var team = Team.roundRobin("outer", List.of(middle, TestMember.counting("b")))
                .withMaxTurns(2);
        try (var runtime = start(team, INNER)) {
            assertThat(sources(get(team.conversation(runtime, "acme").run("hi"))))
                    .containsExactly("user", "x", "y", "b");
            assertThat(texts(get(INNER.conversation(runtime, "acme").run("alone"))))
                    .as("the same team outside of it is another")
                    .containsExactly("alone", "x1", "y1");
        }
    }

    @Test
    void isCancelledAndFailsWithTheOuterTeam() throws Exception {
        var begun = new CompletableFuture<Void>();
        var cancelled = new CompletableFuture<Void>();
        var stuck = new TestMember("stuck", (number, heard, context) -> {
            begun.complete(null);
            var never = new CompletableFuture<String>();
            context.onCancel(() -> {
                cancelled.complete(null);
                never.cancel(true);
            });
            return number == 1 ? never : CompletableFuture.completedFuture("free");
        });
        var inner = Team.roundRobin("inner", List.of(stuck)).withMaxTurns(1);
        var team = Team.roundRobin("outer", List.of(inner)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("hi");
            get(begun);

            get(talk.cancel());

            assertFails(running, Failure.Kind.CANCELLED, "the run of outer/acme was cancelled");
            get(cancelled);
        }
    }

    @Test
    void namesWhereInATeamSomethingFailed() throws Exception {
        var failing = new TestMember(
                "moody",
                (number, heard, context) -> CompletableFuture.failedFuture(new IllegalStateException("not today")));
        var team = Team.roundRobin("outer", List.of(Team.roundRobin("inner", List.of(failing))));
        try (var runtime = start(team)) {
            assertFails(
                    team.conversation(runtime, "acme").run("hi"),
                    Failure.Kind.HANDLER_ERROR,
                    "participant inner: participant moody: ");
        }
    }

    @Test
    void letsAPersonAnswerAParticipantOfTheInnerTeam() throws Exception {
        var inner = Team.roundRobin("inner", List.of(new AskingMember("person", 1, Duration.ofDays(1))))
                .withMaxTurns(1);
        var team = Team.roundRobin("outer", List.of(inner)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var watching = Watching.all(talk.runStream("hi"));
            Runs.await(() -> watching.soFar().stream().anyMatch(ChatEvent.UserInputRequestedEvent.class::isInstance));

            assertFails(talk.giveInput("inner", "yes"), Failure.Kind.REJECTED, "a team (expected: a participant that");
            get(talk.giveInput("inner.person", "yes"));

            var items = get(watching.whole());
            assertThat(texts((TaskResult) items.get(items.size() - 1))).containsExactly("hi", "", "yes");
        }
    }
}
