package dev.troupe.chat;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.chat.ScriptedManager.Step;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manager can have a team do. */
class TeamManagerTest {
    private static final List<EchoMember> TWO = List.of(EchoMember.named("a"), EchoMember.named("b"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksSeveralAtOnceAndDecidesWhenAllHaveSpoken(boolean durable) throws Exception {
        var together = new CyclicBarrier(2);
        TestMember.Turns meeting = (number, heard, context) -> context.blocking(() -> {
            try {
                together.await(60, TimeUnit.SECONDS);
                return heard.size() + " heard";
            } catch (Exception e) {
                throw new IllegalStateException("the other one did not come", e);
            }
        });
        var members = List.of(new TestMember("a", meeting), new TestMember("b", meeting), TestMember.counting("c"));
        var manager = ScriptedManager.of(
                ScriptedManager.speak("a", "b"), ScriptedManager.speak("c"), ScriptedManager.speak("b", "a"));
        var team = Team.of("fan", members, all -> manager);
        try (var runtime = start(durable ? team.durable() : team)) {
            var result = get(team.conversation(runtime, "acme").run("hi"));

            assertThat(sources(result).subList(1, 3)).containsExactlyInAnyOrder("a", "b");
            assertThat(texts(result).subList(1, 4)).containsExactly("1 heard", "1 heard", "c1");
            assertThat(texts(result).subList(4, 6)).as("the other one, and c").containsExactly("2 heard", "2 heard");
            assertThat(result.stopReason()).isEqualTo("the script is over");
        }
    }

    @Test
    void cancelsTheOthersWhenOneOfSeveralFails() throws Exception {
        var begun = new CompletableFuture<Boolean>();
        var cancelled = new CompletableFuture<Boolean>();
        var waiting = new TestMember("waiting", (number, heard, context) -> {
            var never = new CompletableFuture<String>();
            context.onCancel(() -> {
                cancelled.complete(true);
                never.cancel(true);
            });
            begun.complete(true);
            return never;
        });
        var failing = new TestMember(
                "failing",
                (number, heard, context) -> begun.thenCompose(
                        others -> CompletableFuture.failedFuture(new IllegalStateException("not today"))));
        var manager = ScriptedManager.of(ScriptedManager.speak("waiting", "failing"));
        var team = Team.of("half", List.of(waiting, failing), all -> manager);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertFails(talk.run("hi"), Failure.Kind.HANDLER_ERROR, "participant failing: ");
            assertThat(get(cancelled)).isTrue();
            assertThat(get(talk.run("hi")).stopReason()).isEqualTo("the script is over");
        }
    }

    @Test
    void speaksItselfAndLetsParticipantsForgetWhatWasBefore() throws Exception {
        var manager = ScriptedManager.of(
                ScriptedManager.speak("a"),
                new Step(List.of("start over"), List.of("b"), true),
                new Step(List.of("recall"), List.of("a"), false));
        var members = List.of(
                new TestMember(
                        "a",
                        (number, heard, context) -> CompletableFuture.completedFuture(number + " " + heard.size())),
                EchoMember.named("b"));
        var team = Team.of("plan", members, all -> manager);
        try (var runtime = start(team)) {
            var result = get(team.conversation(runtime, "acme").run("hi"));

            assertThat(sources(result)).containsExactly("user", "a", "manager", "b", "manager", "a");
            assertThat(texts(result))
                    .as("the turns of a that it knows, and what it heard")
                    .endsWith("1 3");
        }
    }

    @Test
    void endsTheRunIfTheManagerFailsOrNamesNobody() throws Exception {
        var failing = new ScriptedManager(
                (number, context) -> CompletableFuture.failedFuture(new IllegalStateException("no model")));
        var throwing = new ScriptedManager((number, context) -> {
            throw new NoSpeakerException("nobody wants to");
        });
        var wrong = ScriptedManager.of(ScriptedManager.speak("z"));
        var teams = new Team[] {
            Team.of("failing", TWO, all -> failing),
            Team.of("throwing", TWO, all -> throwing),
            Team.of("wrong", TWO, all -> wrong)
        };
        try (var runtime = start(teams)) {
            assertFails(
                    teams[0].conversation(runtime, "acme").run("hi"),
                    Failure.Kind.HANDLER_ERROR,
                    "manager: java.lang.IllegalStateException: no model");
            assertFails(
                    teams[1].conversation(runtime, "acme").run("hi"),
                    Failure.Kind.REJECTED,
                    "team throwing/acme: nobody wants to");
            assertFails(
                    teams[2].conversation(runtime, "acme").run("hi"),
                    Failure.Kind.REJECTED,
                    "speaker: 'z' (expected: one of [a, b])");
        }
    }

    @Test
    void waitsForAManagerThatTakesItsTime() throws Exception {
        var manager = new ScriptedManager((number, context) ->
                context.blocking(() -> number % 2 == 1 ? ScriptedManager.speak("b") : ScriptedManager.speak()));
        var team = Team.of("slow", TWO, all -> manager);
        try (var runtime = start(team)) {
            assertThat(sources(get(team.conversation(runtime, "acme").run("hi"))))
                    .containsExactly("user", "b");
        }
    }
}
