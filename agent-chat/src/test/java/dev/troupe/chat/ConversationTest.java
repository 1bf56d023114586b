package dev.troupe.chat;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.Failure;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatMessage.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody outside can do with a run. */
class ConversationTest {
    private static final TestMember A = TestMember.counting("a");
    private static final TestMember B = TestMember.counting("b");

    @Test
    void streamsEveryItemOnceInOrderThenTheResult() throws Exception {
        var chatty = new TestMember("chatty", (number, heard, context) -> {
            context.show(new StreamingChunkEvent(context.nextOrigin(), "piece", null));
            return CompletableFuture.completedFuture("all of it");
        });
        try (var runtime = start(Team.roundRobin("streamed", List.of(A, chatty)).withMaxTurns(4))) {
            var team = Team.roundRobin("streamed", List.of(A, chatty)).withMaxTurns(4);

            var items = get(Watching.all(team.conversation(runtime, "acme").runStream("hi"))
                    .whole());

            var result = (TaskResult) items.get(items.size() - 1);
            assertThat(items.stream().filter(item -> !(item instanceof StreamingChunkEvent) && item != result))
                    .containsExactlyElementsOf(List.copyOf(result.messages()));
            assertThat(sources(result)).containsExactly("user", "a", "chatty", "a", "chatty");
            assertThat(items).filteredOn(StreamingChunkEvent.class::isInstance).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void bringsNoMoreThanIsAskedForAndRefusesASecondSubscriber() throws Exception {
        var team = Team.roundRobin("patient", List.of(A, B)).withMaxTurns(2);
        try (var runtime = start(team)) {
            var stream = team.conversation(runtime, "acme").runStream("hi");
            var watching = Watching.patient(stream);

            var second = Watching.all(stream);
            watching.request(1);
            watching.request(1);
            watching.request(100);
            var items = get(watching.whole());

            assertThat(items).hasSize(4);
            assertThatThrownBy(() -> get(second.whole())).hasMessageContaining("a second subscriber (expected: one");
        }
    }

    @Test
    void failsTheStreamAsTheRunFails() throws Exception {
        var team = Team.roundRobin(
                "failing",
                List.of(new TestMember(
                        "a",
                        (number, heard, context) ->
                                CompletableFuture.failedFuture(new IllegalStateException("not today")))));
        try (var runtime = start(team)) {
            var watching = Watching.all(team.conversation(runtime, "acme").runStream("hi"));

            assertFails(watching.whole(), Failure.Kind.HANDLER_ERROR, "participant a: ");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelsWhatAParticipantIsDoingAndGoesOnWithTheNextTask(boolean durable) throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var called = new CompletableFuture<Boolean>();
        var busy = new TestMember("busy", (number, heard, context) -> {
            if (!heard.get(heard.size() - 1).toText().equals("long")) {
                return CompletableFuture.completedFuture("short");
            }
            context.onCancel(() -> called.complete(true));
            return context.blocking(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
                return "never said";
            });
        });
        var team = Team.roundRobin("cancelled", List.of(busy)).withMaxTurns(1);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("long");
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

            get(talk.cancel());

            assertFails(running, Failure.Kind.CANCELLED, "the run of cancelled/acme was cancelled");
            assertThat(get(interrupted)).isTrue();
            assertThat(get(called)).isTrue();
            get(talk.cancel());
            assertThat(texts(get(talk.run("quick")))).containsExactly("quick", "short");
        }
    }

    @Test
    void beginsNoTurnWhileItIsPaused() throws Exception {
        var spoken = new CountDownLatch(1);
        var goOn = new CompletableFuture<String>();
        var slow = new TestMember("slow", (number, heard, context) -> {
            spoken.countDown();
            return goOn;
        });
        var team = Team.roundRobin("paused", List.of(slow, B)).withMaxTurns(2);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            assertFails(talk.pause(), Failure.Kind.REJECTED, "has no task (expected: pause while it is busy with one)");
            var watching = Watching.all(talk.runStream("hi"));
            assertThat(spoken.await(60, TimeUnit.SECONDS)).isTrue();

            get(talk.pause());
            goOn.complete("slow1");
            assertFails(talk.run("another"), Failure.Kind.REJECTED, "is busy");
            Runs.await(() -> watching.soFar().size() == 2);
            assertFails(talk.run("another"), Failure.Kind.REJECTED, "is busy");
            assertThat(watching.whole()).isNotDone();
            get(talk.resume());

            var items = get(watching.whole());
            assertThat(texts((TaskResult) items.get(3))).containsExactly("hi", "slow1", "b1");
            get(talk.resume());
        }
    }

    @Test
    void canBeCancelledAndStoppedWhileItIsPaused() throws Exception {
        var team = Team.roundRobin("stopped", List.of(A, B)).withTermination(Conditions.external());
        try (var runtime = start(team.withIntervention((message, conversation) -> Optional.of(message)))) {
            var talk = team.conversation(runtime, "acme");

            var first = talk.run("hi");
            get(talk.pause());
            get(talk.cancel());
            assertFails(first, Failure.Kind.CANCELLED, "was cancelled");

            var second = talk.run("hi");
            get(talk.pause());
            get(talk.requestStop());
            get(talk.resume());
            assertThat(get(second).stopReason()).isEqualTo("External termination requested");
        }
    }

    @Test
    void letsAnInterventionChangeDropAndRefuseMessages() throws Exception {
        var team = Team.roundRobin("censored", List.of(A, B))
                .withIntervention((message, conversation) -> {
                    if (message.toText().contains("bomb")) {
                        throw new IllegalArgumentException("not in " + conversation);
                    }
                    if (message.source().equals("b")) {
                        return Optional.empty();
                    }
                    return Optional.of(new TextMessage(message.origin(), message.toText() + "!"));
                })
                .withMaxTurns(3);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertThat(texts(get(talk.run("hi")))).containsExactly("hi!", "a1!", "a2!");
            assertFails(talk.run("a bomb"), Failure.Kind.HANDLER_ERROR, "not in acme");
            assertThat(sources(get(talk.run("hi")))).containsExactly("user", "a");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsForAPersonAsOftenAsAParticipantAsks(boolean durable) throws Exception {
        var asking = new AskingMember("person", 2, Duration.ofDays(7));
        var team = Team.roundRobin("asking", List.of(A, asking)).withMaxTurns(2);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");
            assertFails(talk.giveInput("person", "too early"), Failure.Kind.REJECTED, "waits for no input");
            var watching = Watching.all(talk.runStream("hi"));
            Runs.await(() -> requests(watching) == 1);

            get(talk.giveInput("person", "yes"));
            Runs.await(() -> requests(watching) == 2);
            get(talk.giveInput("person", "please"));

            var items = get(watching.whole());
            var result = (TaskResult) items.get(items.size() - 1);
            assertThat(texts(result)).containsExactly("hi", "a1", "", "", "yes+please");
            assertThat(items).hasSize(6);
            assertThatThrownBy(() -> talk.giveInput("nobody", "hm"))
                    .hasMessage("participant: 'nobody' (expected: one of [a, person] of team 'asking')");
        }
    }

    private static long requests(Watching watching) {
        return watching.soFar().stream()
                .filter(ChatEvent.UserInputRequestedEvent.class::isInstance)
                .count();
    }

    @Test
    void endsTheRunIfTheTurnThatGoesOnWithInputFails() throws Exception {
        var team = Team.roundRobin("failing", List.of(new AskingMember("person", 1, Duration.ofDays(7))));
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var watching = Watching.all(talk.runStream("hi"));
            Runs.await(() -> requests(watching) == 1);

            get(talk.giveInput("person", ""));

            assertFails(watching.whole(), Failure.Kind.HANDLER_ERROR, "participant person: ");
        }
    }

    @Test
    void cancelsATurnThatGoesOnWithInput() throws Exception {
        var begun = new CompletableFuture<Void>();
        var cancelled = new CompletableFuture<Void>();
        var asking = new AskingMember("person", 1, Duration.ofDays(7), context -> {
            begun.complete(null);
            context.onCancel(() -> cancelled.complete(null));
            return new CompletableFuture<>();
        });
        var team = Team.roundRobin("cancelledInput", List.of(asking)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var watching = Watching.all(talk.runStream("hi"));
            Runs.await(() -> requests(watching) == 1);
            get(talk.giveInput("person", "go on"));
            get(begun);

            get(talk.cancel());

            assertFails(watching.whole(), Failure.Kind.CANCELLED, "was cancelled");
            get(cancelled);
        }
    }

    @Test
    void givesUpWaitingForAPersonWhenItIsCancelledOrTooLate() throws Exception {
        var patient = new AskingMember("person", 1, Duration.ofDays(7));
        var hasty = new AskingMember("hasty", 1, Duration.ofMillis(200));
        var team = Team.roundRobin("waiting", List.of(patient)).withMaxTurns(1);
        var quick = Team.roundRobin("quick", List.of(hasty)).withMaxTurns(1);
        try (var runtime = start(team, quick)) {
            var talk = team.conversation(runtime, "acme");
            var watching = Watching.all(talk.runStream("hi"));
            Runs.await(() -> watching.soFar().size() == 2);

            get(talk.cancel());
            assertFails(watching.whole(), Failure.Kind.CANCELLED, "was cancelled");
            assertFails(talk.giveInput("person", "too late"), Failure.Kind.REJECTED, "waits for no input");

            assertThatThrownBy(() -> get(quick.conversation(runtime, "acme").run("hi")))
                    .hasMessageContaining("participant hasty: ");
        }
    }

    @Test
    void givesUpATurnThatTakesTooLongAndTakesTheNextTask() throws Exception {
        var cancelled = new CompletableFuture<Void>();
        var stuck = new TestMember("stuck", (number, heard, context) -> {
            context.onCancel(() -> cancelled.complete(null));
            return heard.get(heard.size() - 1).toText().equals("hi")
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture("free");
        });
        var team = Team.roundRobin("late", List.of(stuck)).withMaxTurns(1).withTurnTimeout(Duration.ofMillis(300));
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertThatThrownBy(() -> get(talk.run("hi"))).hasMessageContaining("participant stuck: ");
            get(cancelled);
            Runs.await(() -> texts(get(talk.run("again"))).contains("free"));
        }
    }

    @Test
    void endsARunWhoseResultOrNewsAreTooLargeWithANamedFailure() throws Exception {
        var long1 = new TestMember(
                "long",
                (number, heard, context) -> CompletableFuture.completedFuture("x".repeat(number == 1 ? 1_000 : 10)));
        var large = Team.roundRobin("large", List.of(long1)).withMaxTurns(1).withMaxBytes(1_000);
        var news = Team.roundRobin("news", List.of(long1, B)).withMaxTurns(2).withMaxBytes(1_000);
        try (var runtime = start(large, news)) {
            var talk = large.conversation(runtime, "acme");

            assertFails(talk.run("hi"), Failure.Kind.OVERLOADED, "result of large/acme: 1");
            assertThat(texts(get(talk.run()))).containsExactly("xxxxxxxxxx");
            assertFails(
                    news.conversation(runtime, "acme").run("hi"), Failure.Kind.OVERLOADED, "news for news.b/acme: 1");
        }
    }

    @Test
    void endsTheRunIfTheManagerTakesTooLong() throws Exception {
        var cancelled = new CompletableFuture<Void>();
        var manager = new ScriptedManager((number, context) -> {
            context.onCancel(() -> cancelled.complete(null));
            return new CompletableFuture<>();
        });
        var team = Team.of("undecided", List.of(A), all -> manager).withTurnTimeout(Duration.ofMillis(300));
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertFails(talk.run("hi"), Failure.Kind.HANDLER_ERROR, "manager: java.util.concurrent.TimeoutException");
            get(cancelled);
            assertFails(talk.run("again"), Failure.Kind.HANDLER_ERROR, "manager: ");
        }
    }

    @Test
    void beginsNothingInATurnThatWasCancelled() throws Exception {
        var begun = new CompletableFuture<ChatContext>();
        var slow = new TestMember("slow", (number, heard, context) -> {
            if (heard.get(heard.size() - 1).toText().equals("hi")) {
                begun.complete(context);
                var never = new CompletableFuture<String>();
                context.onCancel(() -> never.cancel(true));
                return never;
            }
            return CompletableFuture.completedFuture("free");
        });
        var team = Team.roundRobin("over", List.of(slow)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("hi");
            var context = get(begun);
            get(talk.cancel());
            assertFails(running, Failure.Kind.CANCELLED, "was cancelled");

            assertThatThrownBy(() -> get(context.step(Step.once("late"), String.class, key -> "done")))
                    .isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> get(context.blocking(() -> "done"))).isInstanceOf(CancellationException.class);
            assertThat(texts(get(talk.run("again")))).containsExactly("again", "free");
        }
    }

    @Test
    void bringsNothingOfAnotherRun() throws Exception {
        var team = Team.roundRobin("short", List.of(A)).withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            for (int run = 1; run <= 50; run++) {
                var items = get(Watching.all(talk.runStream("task " + run)).whole());
                var result = (TaskResult) items.get(items.size() - 1);
                assertThat(texts(result)).containsExactly("task " + run, "a" + run);
                assertThat(items.subList(0, 2)).isEqualTo(List.copyOf(result.messages()));
            }
        }
    }

    @Test
    void endsTheRunIfAConditionThrows() throws Exception {
        var team = Team.roundRobin("broken", List.of(A)).withTermination(Conditions.functional(news -> {
            if (news.get(0).source().equals("a")) {
                throw new IllegalArgumentException("what is that");
            }
            return false;
        }));
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");

            assertFails(talk.run("hi"), Failure.Kind.HANDLER_ERROR, "termination condition: ");
            assertFails(talk.run("hi"), Failure.Kind.HANDLER_ERROR, "what is that");
        }
    }
}
