package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Failure;
import dev.troupe.agent.SendOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every runtime owes to those who await an answer, and to those who no longer do. */
public abstract class RequestContract extends RuntimeContract {

    @Test
    final void answersWhatAnAgentAwaitsInItsTurn() {
        var runtime = relays();

        var passed = get(pass(runtime, "a", awaited("b"), awaited("c")));

        assertThat(passed.keys()).containsExactly("c", "b", "a");
    }

    @Test
    final void failsACircleOfAgentsThatWouldWaitForEachOther() {
        var runtime = relays();

        var circle = pass(runtime, "a", awaited("b"), awaited("a"));

        assertCircle(circle, "relay/a -> relay/b -> relay/a: ");
        assertThat(get(pass(runtime, "a")).keys()).containsExactly("a");
        assertThat(get(pass(runtime, "b")).keys()).containsExactly("b");
        assertCircle(pass(runtime, "a", awaited("a")), "relay/a -> relay/a: ");
    }

    @Test
    final void seesACircleThroughAnAgentThatWaitsWithoutBlocking() {
        var runtime = relays();

        var circle = pass(runtime, "a", awaited("b"), new RelayAgent.Hop("c", RelayAgent.How.EFFECT), awaited("a"));

        assertCircle(circle, "relay/a -> relay/c -> relay/a: ");
        assertThat(get(pass(runtime, "a")).keys()).containsExactly("a");
    }

    @Test
    final void takesAnEventForNoPartOfACircle() {
        var runtime = relays();

        get(pass(runtime, "a", awaited("b"), new RelayAgent.Hop("c", RelayAgent.How.PUBLISH), awaited("a")));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(runtime.other().ask(relay("c"), new RelayAgent.Read(), PATIENCE))
                                .keys())
                        .containsExactly("a"));
    }

    @Test
    final void neverBeginsARequestThatWasCancelledWhileItWaited() {
        var runtime = relays();
        var open = pass(runtime, "a", held("first"));
        await().atMost(PATIENCE).until(() -> ProbeAgent.GATES.containsKey("first"));

        var waiting = pass(runtime, "a", held("second"));
        waiting.toCompletableFuture().cancel(true);
        await().atMost(PATIENCE).until(() -> hasWhatWasSentBefore(runtime, "a"));
        gate("first").complete("opened");

        assertThat(get(open).keys()).containsExactly("a");
        assertThat(kept(runtime, "a")).containsExactly("first");
        assertThat(ProbeAgent.GATES).doesNotContainKey("second");
    }

    @Test
    final void cancelsAnAwaitingTurnAndWhatItAwaitsFromOthers() {
        var runtime = relays();
        var answer = pass(runtime, "a", awaited("b"), awaited("c"), held("gate"));
        await().atMost(PATIENCE).until(() -> ProbeAgent.GATES.containsKey("gate"));

        answer.toCompletableFuture().cancel(true);

        assertThat(get(pass(runtime, "a")).keys()).containsExactly("a");
        assertThat(get(pass(runtime, "b")).keys()).containsExactly("b");
        assertThat(get(pass(runtime, "c")).keys()).containsExactly("c");
        assertThat(kept(runtime, "c")).isEmpty();
        assertThat(runtime.sender().deadLetters().list()).isEmpty();
        assertThat(runtime.other().deadLetters().list()).isEmpty();
    }

    @Test
    final void cancelsARequestThatTimesOut() {
        var runtime = relays();

        var late = runtime.sender().ask(relay("a"), new RelayAgent.Pass(List.of(held("gate"))), Duration.ofMillis(500));

        assertThatThrownBy(() -> get(late))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT));
        assertThat(get(pass(runtime, "a")).keys()).containsExactly("a");
        assertThat(kept(runtime, "a")).isEmpty();
    }

    /** Whether a message that is sent now has come as far as the inbox of a relay whose turn is open. */
    private static boolean hasWhatWasSentBefore(RuntimeUnderTest runtime, String key) {
        var expiring = SendOptions.DEFAULT.withExpiry(Duration.ofMillis(100));
        var receipt = get(runtime.sender().send(relay(key), new RelayAgent.Go(List.of()), expiring));
        return receipt.failure().orElseThrow().message().contains("waited for its turn");
    }

    private static List<String> kept(RuntimeUnderTest runtime, String key) {
        return get(runtime.other().ask(relay(key), new RelayAgent.Read(), PATIENCE))
                .keys();
    }

    private static RelayAgent.Hop held(String gate) {
        return new RelayAgent.Hop(gate, RelayAgent.How.HOLD);
    }

    private RuntimeUnderTest relays() {
        return run(ConfigFactory.empty(), RelayAgent.definition());
    }

    private static CompletionStage<RelayAgent.Passed> pass(
            RuntimeUnderTest runtime, String key, RelayAgent.Hop... route) {
        return runtime.sender().ask(relay(key), new RelayAgent.Pass(List.of(route)), PATIENCE);
    }

    private static RelayAgent.Hop awaited(String key) {
        return new RelayAgent.Hop(key, RelayAgent.How.AWAIT);
    }

    private static AgentRef<RelayAgent.Command> relay(String key) {
        return RelayAgent.TYPE.ref(key);
    }

    private static void assertCircle(CompletionStage<?> answer, String agents) {
        assertThatThrownBy(() -> get(answer)).isInstanceOfSatisfying(AgentException.class, e -> {
            assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CYCLE);
            assertThat(e.failure().message()).startsWith(agents);
        });
    }
}
