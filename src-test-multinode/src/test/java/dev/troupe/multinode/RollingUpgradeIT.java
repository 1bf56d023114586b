package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.message.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes are replaced one by one by nodes of the next version, and those by nodes of this one again, under load. The next
 * version has one more field in a message, an answer and a state, and one more message.
 */
class RollingUpgradeIT {
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*management=(\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int AGENTS = 60;
    private static final int SENDERS = 3;

    @TempDir
    private Path directory;

    private final List<MainProcess> running = new ArrayList<>();
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean ends = new AtomicBoolean();
    private ClusterRuntime here;
    private volatile boolean notes;

    @BeforeEach
    void start() {
        var config = ConfigFactory.parseString(
                "troupe.cluster.port = 0\npekko.cluster.split-brain-resolver.stable-after = 4s\n" + store());
        here = ClusterRuntime.start(config, List.of());
    }

    @AfterEach
    void stop() {
        ends.set(true);
        running.forEach(MainProcess::close);
        here.close();
    }

    @Test
    void goesToTheNextVersionAndBackUnderLoad() throws Exception {
        var nodes = new MainProcess[3];
        for (int index = 0; index < nodes.length; index++) {
            nodes[index] = startNode("now-" + index, Versions.NOW);
        }
        List<CompletableFuture<Integer>> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            senders.add(startSending("run-" + sender));
        }

        for (int index = 0; index < nodes.length; index++) {
            nodes[index] = replace(nodes[index], "next-" + index, Versions.NEXT);
            notes = true;
        }
        for (int agent = 0; agent < AGENTS; agent++) {
            assertThat(send(agent, "stock.Adjust", "{\"by\":2}")
                            .get(2, TimeUnit.MINUTES)
                            .outcome())
                    .isEqualTo(Receipt.Outcome.PROCESSED);
        }
        int adjusted = sum("stock.Read", "adjusted");
        int noted = sum("stock.Read", "notes");
        for (int index = 0; index < nodes.length; index++) {
            nodes[index] = replace(nodes[index], "again-" + index, Versions.NOW);
        }
        ends.set(true);
        int sent = 0;
        for (var sender : senders) {
            sent += sender.get(2, TimeUnit.MINUTES);
        }

        print(sent);
        assertThat(adjusted).isEqualTo(2 * AGENTS);
        assertThat(noted).as("additions with the new field").isPositive();
        assertThat(sum("stock.Read", "doubled")).as("applied twice").isZero();
        assertThat(sum("stock.Read", "added")).as("applied").isEqualTo(sent);
        awaitBooks(sent);
        assertThat(here.deadLetters().list()).isEmpty();
    }

    private String store() {
        return "troupe.store.embedded.file=\"" + directory.resolve("store.db") + '"';
    }

    private MainProcess startNode(String name, Versions version) {
        List<String> arguments = new ArrayList<>(List.of("node", "--modules", "stock", "--roles", "stock"));
        arguments.addAll(List.of("--port", "0", "--management-port", "0", "--join", here.address()));
        arguments.addAll(List.of("--set", store()));
        var process = MainProcess.start("RollingUpgradeIT." + name, version.classPath(), arguments);
        running.add(process);
        process.awaitPrinted(READY);
        return process;
    }

    /** As a rollout does it: one goes in order, then its successor comes. */
    private MainProcess replace(MainProcess old, String name, Versions version) throws InterruptedException {
        old.terminate();
        assertThat(old.awaitExit()).as("exit code").isZero();
        return startNode(name, version);
    }

    /** Sends to each agent in turn, one message after the other; returns how many were applied. */
    private CompletableFuture<Integer> startSending(String run) {
        return CompletableFuture.supplyAsync(() -> sendUntilTheEnd(run), work -> new Thread(work, run).start());
    }

    private int sendUntilTheEnd(String run) {
        int sent = 0;
        for (int number = 0; !ends.get(); number++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                String note = notes ? ",\"note\":\"n\"" : "";
                long began = System.nanoTime();
                var receipt = send(agent, "stock.Add", "{\"run\":\"" + run + "\",\"number\":" + number + note + "}")
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join();
                waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                assertThat(receipt.outcome()).as("%s", receipt).isEqualTo(Receipt.Outcome.PROCESSED);
                sent++;
            }
        }
        return sent;
    }

    private CompletableFuture<Receipt> send(int agent, String type, String json) {
        return here.send(AgentId.of("stock", "k" + agent), new JsonPayload(type, json), SendOptions.DEFAULT)
                .toCompletableFuture();
    }

    /** Returns the sum of a member of what all agents of a type answer. */
    private int sum(String request, String member) throws Exception {
        String type = request.substring(0, request.indexOf('.'));
        List<CompletableFuture<JsonPayload>> answers = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            answers.add(here.ask(AgentId.of(type, "k" + agent), new JsonPayload(request, "{}"), PATIENCE)
                    .toCompletableFuture());
        }
        int sum = 0;
        for (var answer : answers) {
            sum += Json.parse(answer.get(2, TimeUnit.MINUTES).json(), JsonNode.class)
                    .path(member)
                    .asInt();
        }
        return sum;
    }

    /** What agents have sent each other may still be on its way. */
    private void awaitBooks(int sent) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sum("book.Count", "lines")).isEqualTo(sent));
    }

    private void print(int sent) {
        var sorted = waits.stream().sorted().toList();
        System.out.printf(
                "rolling upgrade and back: %d sends, waits p50 %d, p99 %d, p99.9 %d, worst %d ms%n",
                sent,
                sorted.get(sorted.size() / 2),
                sorted.get((int) (sorted.size() * 0.99)),
                sorted.get((int) (sorted.size() * 0.999)),
                sorted.get(sorted.size() - 1));
    }
}
