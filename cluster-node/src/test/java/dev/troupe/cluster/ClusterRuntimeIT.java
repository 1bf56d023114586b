package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in one JVM, each with an actor system and a port of its own. */
class ClusterRuntimeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final List<ClusterRuntime> nodes = new ArrayList<>();

    @AfterEach
    void closeNodes() {
        for (int last = nodes.size() - 1; last >= 0; last--) {
            nodes.get(last).close();
        }
    }

    @Test
    void settlesEverythingInOrderWhereverTheAgentsLive() throws Exception {
        var first = start("", CounterAgent.definition());
        var second = start("", CounterAgent.definition());

        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            for (int agent = 0; agent < 20; agent++) {
                receipts.add(second.send(CounterAgent.TYPE.ref("agent " + agent), new CounterAgent.Add(number))
                        .toCompletableFuture());
            }
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(receipts).allMatch(receipt -> receipt.join().processed());
        for (int agent = 0; agent < 20; agent++) {
            assertThat(numbers(first, "agent " + agent))
                    .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        }
        assertThat(second.status().carried()).as("batches over the link").isPositive();
        assertThat(first.status().carried()).as("reports over the link").isPositive();
    }

    @Test
    void countsATurnThatWaitedForSomethingAsOne() throws Exception {
        var node = start("", CounterAgent.definition());

        node.send(CounterAgent.TYPE.ref("a"), new CounterAgent.AddLater(1))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        node.send(CounterAgent.TYPE.ref("a"), new CounterAgent.Add(2))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(numbers(node, "a")).containsExactly(1, 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.status().turns()).isEqualTo(3));
    }

    @Test
    void movesAgentsOffANodeThatLeavesWithoutLosingAMessage() throws Exception {
        var first = start("", CounterAgent.definition());
        var second = start("", CounterAgent.definition());
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

        for (int number = 0; number < 200; number++) {
            receipts.add(first.send(CounterAgent.TYPE.ref("key-" + number % 40), new CounterAgent.Add(number))
                    .toCompletableFuture());
            if (number == 100) {
                nodes.remove(second);
                second.close();
            }
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(receipts).allMatch(receipt -> receipt.join().processed());
    }

    @Test
    void learnsOfATypeThatJoinsLater() throws Exception {
        var first = start("");
        assertThatThrownBy(() -> first.send(
                                CounterAgent.TYPE.ref("a").id(),
                                new JsonPayload("counter.Add", "{\"number\":1}"),
                                SendOptions.DEFAULT)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AgentException.class)
                .hasMessageContaining("counter");

        var second =
                start("troupe.cluster.roles = [late]", CounterAgent.definition().withRole("late"));
        var publication = first.publish(
                        TopicId.of("numbers", "acme"),
                        new JsonPayload("counter.Add", "{\"number\":7}"),
                        SendOptions.DEFAULT)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(publication.receipts()).singleElement().matches(Receipt::processed);
        assertThat(numbers(second, "acme")).containsExactly(7);
    }

    private static List<Integer> numbers(ClusterRuntime runtime, String key) throws Exception {
        return runtime.ask(CounterAgent.TYPE.ref(key), new CounterAgent.Get(), PATIENCE)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .numbers();
    }

    @Test
    void doesNotStartWithAnotherRoleForATypeThanTheOtherNodesHave() {
        start("troupe.cluster.roles = [worker]", CounterAgent.definition().withRole("worker"));

        assertThatThrownBy(() -> start(
                        "troupe.cluster.roles = [other]",
                        CounterAgent.definition().withRole("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "agent type 'counter' with role 'other' (expected: with role 'worker', as other nodes of this"
                                + " cluster have it)");
    }

    private ClusterRuntime start(String overrides, AgentDefinition<?, ?>... definitions) {
        String join = nodes.isEmpty() ? "" : "\"" + nodes.get(0).address() + "\"";
        Config config = ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.parseString("troupe.cluster { port = 0, join = [" + join + "] }"));
        var node = ClusterRuntime.start(config, List.of(definitions));
        nodes.add(node);
        return node;
    }
}
