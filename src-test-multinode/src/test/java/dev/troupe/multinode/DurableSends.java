package dev.troupe.multinode;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.cluster.ClusterRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends numbers durable from a node to ledger agents in turn, and asks what became of them. */
final class DurableSends {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How long each agent is kept busy first, so that what is stored is not handled yet. */
    private static final int BUSY_MILLIS = 20_000;

    private final ClusterRuntime runtime;

    DurableSends(ClusterRuntime runtime) {
        this.runtime = runtime;
    }

    /** Sends so many numbers and waits for all receipts; returns what they say, each once. */
    String send(String run, int agents, int count) throws Exception {
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            receipts.add(send(agent, new LedgerAgent.Work(run, -1, BUSY_MILLIS), SendOptions.DEFAULT));
        }
        for (int number = 0; number < count; number++) {
            var options = SendOptions.DEFAULT.withMessageId(id(run, number));
            receipts.add(send(number % agents, new LedgerAgent.Put(run, number), options));
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return String.join(
                ",",
                receipts.stream()
                        .map(receipt -> receipt.join().outcome().name())
                        .distinct()
                        .toList());
    }

    /** Returns how many of the numbers from {@code first} have which fates, such as {@code {[PROCESSED]=400}}. */
    String fates(String run, int first, int count) throws Exception {
        Map<String, Integer> fates = new TreeMap<>();
        for (int number = first; number < first + count; number++) {
            var fate = runtime.fate(id(run, number)).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var outcomes = fate.receipts().stream().map(Receipt::outcome).toList();
            fates.merge(outcomes.toString(), 1, Integer::sum);
        }
        return fates.toString();
    }

    /** Returns the numbers that an agent knows of a run, in the order in which it got them. */
    String numbers(int agent, String run) throws Exception {
        return runtime.ask(ref(agent), new LedgerAgent.Read(), PATIENCE)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS)
                .numbers()
                .getOrDefault(run, List.of())
                .toString();
    }

    private CompletableFuture<Receipt> send(int agent, LedgerAgent.Command message, SendOptions options) {
        return runtime.send(ref(agent), message, options.durable()).toCompletableFuture();
    }

    private static AgentRef<LedgerAgent.Command> ref(int agent) {
        return LedgerAgent.TYPE.ref("agent-" + agent);
    }

    private static String id(String run, int number) {
        return run + "-" + number;
    }
}
