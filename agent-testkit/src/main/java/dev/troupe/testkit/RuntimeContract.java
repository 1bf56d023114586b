package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every runtime owes to those who send and ask. Extend it, say how the runtime is started, and the promises are
 * tested on it.
 */
public abstract class RuntimeContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private final List<RuntimeUnderTest> started = new ArrayList<>();

    /** Starts the runtime; {@code overrides} go before every other setting. */
    protected abstract RuntimeUnderTest start(Config overrides, AgentDefinition<?, ?>... definitions);

    /** Returns what is registered while the runtime runs: the variant of the definition that {@link #start} gets, too. */
    protected <P, S> AgentDefinition<P, S> variant(AgentDefinition<P, S> definition) {
        return definition;
    }

    @AfterEach
    final void stopRuntimes() {
        started.forEach(runtime -> runtime.stop().run());
        ProbeAgent.GATES.clear();
    }

    @Test
    final void tellsWithAReceiptThatAMessageWasProcessed() {
        var runtime = probes("");

        var receipt = get(runtime.sender()
                .send(probe("a"), new ProbeAgent.Note("one"), SendOptions.DEFAULT.withMessageId("m-1")));

        assertThat(receipt).isEqualTo(Receipt.processed("m-1", AgentId.of("probe", "a"), 1));
        assertThat(notes(runtime, "a")).containsExactly("one");
    }

    @Test
    final void keepsTheOrderOfAThousandMessages() {
        var runtime = probes("");
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();

        for (int number = 0; number < 1_000; number++) {
            receipts.add(runtime.sender().send(probe("a"), new ProbeAgent.Note("" + number)));
        }

        assertThat(receipts).allMatch(receipt -> get(receipt).processed());
        assertThat(notes(runtime, "a"))
                .containsExactlyElementsOf(IntStream.range(0, 1_000)
                        .mapToObj(number -> "" + number)
                        .toList());
    }

    @Test
    final void answersRejectsAndAnswersLater() {
        var runtime = probes("");

        var later = runtime.sender().ask(probe("a"), new ProbeAgent.Later(), PATIENCE);
        get(runtime.sender().send(probe("a"), new ProbeAgent.Answer()));

        assertThat(get(later).texts()).containsExactly("later");
        assertThatThrownBy(() -> get(runtime.sender().ask(probe("a"), new ProbeAgent.Refuse("no"), PATIENCE)))
                .isInstanceOfSatisfying(
                        AgentException.class, e -> assertThat(e.failure()).isEqualTo(Failure.rejected("no")));
        assertThatThrownBy(() -> get(runtime.sender().ask(probe("a"), new ProbeAgent.Never(), Duration.ofMillis(300))))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT));
    }

    @Test
    final void triesAgainWhatFailedAndThenGivesItUp() {
        var runtime = probes("");

        var second = get(runtime.sender().send(probe("a"), new ProbeAgent.FailFirst(2, "third time")));
        var never = get(runtime.sender().send(probe("a"), new ProbeAgent.FailFirst(99, "never")));
        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("goes on")));

        assertThat(second.attempts()).isEqualTo(3);
        assertThat(never.outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
        assertThat(never.failure()).map(Failure::kind).contains(Failure.Kind.HANDLER_ERROR);
        assertThat(notes(runtime, "a")).containsExactly("third time", "goes on");
    }

    @Test
    final void keepsDeadLettersSendsThemAgainAndForgetsThem() {
        var runtime = probes("");
        get(runtime.sender().send(probe("a"), new ProbeAgent.FailFirst(99, "never")));
        get(runtime.sender().send(probe("a").id(), new JsonPayload("probe.Unknown", "{}"), SendOptions.DEFAULT));

        var letters = runtime.sender().deadLetters().list();
        var again = get(runtime.sender().deadLetters().resend(letters.get(0).id()));

        assertThat(letters)
                .extracting(letter -> letter.failure().kind())
                .containsExactly(Failure.Kind.HANDLER_ERROR, Failure.Kind.UNHANDLED);
        assertThat(again.outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
        assertThat(runtime.sender().deadLetters().purge(letters.get(1).id())).isTrue();
        assertThat(runtime.sender().deadLetters().purgeAll()).isEqualTo(1);
        assertThat(runtime.sender().deadLetters().list()).isEmpty();
    }

    @Test
    final void namesWhatIsWrongWithAMessage() {
        var runtime = probes("troupe.message.max-payload = 1 KiB");
        var target = probe("a").id();

        var unreadable = get(runtime.sender().send(target, new JsonPayload("probe.Note", "[]"), SendOptions.DEFAULT));

        assertThat(unreadable.failure()).map(Failure::kind).contains(Failure.Kind.UNREADABLE);
        assertThatThrownBy(() ->
                        get(runtime.sender().send(target, new JsonPayload("probe.Note", "{"), SendOptions.DEFAULT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("json");
        assertThatThrownBy(() -> get(runtime.sender().send(probe("a"), new ProbeAgent.Note("x".repeat(2_000)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-payload");
        assertThatThrownBy(() -> get(runtime.sender()
                        .send(AgentId.of("nobody", "a"), new JsonPayload("x.Y", "{}"), SendOptions.DEFAULT)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    final void refusesAtOnceWhatIsTooMuchAndProcessesWhatItTook() {
        var runtime = probes("troupe.delivery.max-pending = 10");
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        receipts.add(runtime.sender().send(probe("a"), new ProbeAgent.WaitAt("gate")));
        for (int number = 1; number < 10; number++) {
            receipts.add(runtime.sender().send(probe("a"), new ProbeAgent.Note("" + number)));
        }

        assertThatThrownBy(() -> get(runtime.sender().send(probe("a"), new ProbeAgent.Note("too much"))))
                .isInstanceOfSatisfying(BackpressureException.class, e -> {
                    assertThat(e.agent()).isEqualTo(probe("a").id());
                    assertThat(e.pending()).isEqualTo(10);
                    assertThat(e.limit()).isEqualTo(10);
                });
        gate("gate").complete("opened");

        assertThat(receipts).allMatch(receipt -> get(receipt).processed());
        assertThat(notes(runtime, "a")).hasSize(10).startsWith("opened", "1").doesNotContain("too much");
    }

    @Test
    final void givesUpWhatWaitsTooLong() {
        var runtime = probes("");
        var waiting = runtime.sender().send(probe("a"), new ProbeAgent.WaitAt("gate"));

        var late = runtime.sender()
                .send(probe("a"), new ProbeAgent.Note("late"), SendOptions.DEFAULT.withExpiry(Duration.ofMillis(200)));
        await().atMost(PATIENCE).until(() -> ProbeAgent.GATES.containsKey("gate"));
        CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)
                .execute(() -> gate("gate").complete("opened"));

        assertThat(get(waiting).processed()).isTrue();
        assertThat(get(late).failure()).map(Failure::kind).contains(Failure.Kind.EXPIRED);
        assertThat(notes(runtime, "a")).containsExactly("opened");
    }

    @Test
    final void failsWhatHasNoReceiptWhenItIsClosed() {
        var runtime = probes("troupe.agents.stop-timeout = 100ms");
        var waiting = runtime.sender().send(probe("a"), new ProbeAgent.WaitAt("gate"));
        await().atMost(PATIENCE).until(() -> ProbeAgent.GATES.containsKey("gate"));

        runtime.sender().close();

        assertThatThrownBy(() -> get(waiting))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
        assertThatThrownBy(() -> get(runtime.sender().send(probe("a"), new ProbeAgent.Note("after the end"))))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    @Test
    final void keepsWhatDoesNotFitIntoASmallInboxAndDeliversItInOrder() {
        var runtime = start(ConfigFactory.empty(), ProbeAgent.definition().withInboxLimit(3));
        started.add(runtime);
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();

        for (int number = 0; number < 100; number++) {
            receipts.add(runtime.sender().send(probe("a"), new ProbeAgent.Note("" + number)));
        }

        assertThat(receipts).allMatch(receipt -> get(receipt).processed());
        assertThat(notes(runtime, "a"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(number -> "" + number).toList());
    }

    @Test
    final void letsAgentsAskEachOtherAndRemindThemselves() {
        var runtime = probes("");
        get(runtime.sender().send(probe("b"), new ProbeAgent.Note("hello")));

        get(runtime.sender().send(probe("a"), new ProbeAgent.Remind("reminded", 50)));
        await().atMost(PATIENCE).until(() -> notes(runtime, "a").contains("reminded"));
        get(runtime.sender().send(probe("a"), new ProbeAgent.AskOther(probe("b").id(), PATIENCE.toMillis())));
        await().atMost(PATIENCE).until(() -> notes(runtime, "a").contains("answered [hello]"));
        get(runtime.sender().send(probe("a"), new ProbeAgent.AskOther(AgentId.of("nobody", "b"), 300)));

        await().atMost(PATIENCE).until(() -> notes(runtime, "a").stream().anyMatch(note -> note.startsWith("failed")));
    }

    @Test
    final void showsTheReceiverWhatTheSenderSays() {
        var runtime = probes("");
        var options = SendOptions.DEFAULT
                .withCorrelationId("c-1")
                .withHeader("header", "h-1")
                .withReplyTo(AgentId.of("probe", "b"));

        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("note"), options));
        runtime.sender().tell(probe("a"), new ProbeAgent.Note("told"));

        await().atMost(PATIENCE).until(() -> notes(runtime, "a").size() == 2);
        assertThat(notes(runtime, "a")).containsExactly("note c-1 h-1 probe/b", "told");
    }

    final RuntimeUnderTest probes(String overrides) {
        return run(ConfigFactory.parseString(overrides), ProbeAgent.definition());
    }

    /** Starts the runtime until the test ends. */
    final RuntimeUnderTest run(Config overrides, AgentDefinition<?, ?>... definitions) {
        var runtime = start(overrides, definitions);
        started.add(runtime);
        return runtime;
    }

    static AgentRef<ProbeAgent.Command> probe(String key) {
        return ProbeAgent.TYPE.ref(key);
    }

    static CompletableFuture<String> gate(String name) {
        return ProbeAgent.GATES.computeIfAbsent(name, gate -> new CompletableFuture<>());
    }

    static List<String> notes(RuntimeUnderTest runtime, String key) {
        return get(runtime.other().ask(probe(key), new ProbeAgent.Read(), PATIENCE))
                .texts();
    }

    /** Waits; throws what the stage failed with, itself. */
    static <T> T get(CompletionStage<T> stage) {
        @Nullable Throwable cause;
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            cause = e.getCause();
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("nothing after " + PATIENCE, e);
        }
        if (cause instanceof RuntimeException known) {
            throw known;
        }
        throw new AssertionError(cause);
    }
}
