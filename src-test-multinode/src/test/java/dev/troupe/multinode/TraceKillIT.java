package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Json;
import dev.troupe.node.RunningNode;
import dev.troupe.node.remote.ClusterCommand;
import dev.troupe.node.remote.TraceCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who told whom, when one of three nodes is killed in the middle of a turn. */
class TraceKillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*management=(\\S+)");
    /** The test says when the killed node is given up. */
    private static final String NEVER = "pekko.cluster.split-brain-resolver.stable-after=600s";
    /** Its agents are placed by another one that soon afterwards, not after the time above. */
    private static final String SOON = "pekko.cluster.down-removal-margin=1s";

    private static final String MESSAGE = "relay-1";
    private static final String HELD = RelayAgent.HOP.name() + "/" + RelayAgent.HELD;
    /** So many that each of two nodes hosts some of them. */
    private static final int HOPS = 12;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> running = new ArrayList<>();
    private RunningNode here;

    /** A node in a JVM of its own. */
    private record Runner(MainProcess process, String address, String management) {}

    @BeforeEach
    void start() {
        here = RunningNode.start(
                ConfigFactory.parseString("troupe { cluster { port = 0, roles = [\"" + RelayAgent.STARTERS
                        + "\"] }, management.http.port = 0 }\ntroupe.store." + store() + "\n" + NEVER + "\n" + SOON),
                RelayAgent.definitionsWithRoles());
        running.add(here);
    }

    @AfterEach
    void stop() throws Exception {
        for (int last = running.size() - 1; last >= 0; last--) {
            running.get(last).close();
        }
    }

    @Test
    void showsAChainAsOneTraceThoughANodeIsKilledInTheMiddleOfATurn() throws Exception {
        var runners = List.of(startRunner("one"), startRunner("other"));
        awaitAgentsOn(runners);
        send();
        await("the held turn").atMost(PATIENCE).until(() -> runners.stream().anyMatch(this::holds));
        var victim = holds(runners.get(0)) ? runners.get(0) : runners.get(1);
        var survivor = victim.equals(runners.get(0)) ? runners.get(1) : runners.get(0);

        victim.process().kill();
        victim.process().awaitExit();
        var whileItIsMissed = trace(survivor);
        giveUp(victim);
        await("the held turn elsewhere").atMost(PATIENCE).until(() -> holds(survivor));
        Files.createFile(RelayAgent.gate(directory));

        assertThat(whileItIsMissed.path("missing")).extracting(JsonNode::asText).containsExactly(victim.address());
        assertThat(whileItIsMissed.path("traces")).hasSize(1);
        await("all turns")
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(applied(trace(survivor)).keySet()).containsExactlyInAnyOrderElementsOf(path()));
        var trace = trace(survivor);
        assertThat(trace.path("traces")).isEqualTo(whileItIsMissed.path("traces"));
        assertThat(trace.path("missing")).isEmpty();
        assertThat(trace.path("turns"))
                .allMatch(turn -> turn.path("trace").equals(trace.path("traces").path(0)));
        // What was not known to be settled when the node was killed came to its recipient again.
        assertThat(trace.path("turns").findValuesAsText("end")).isSubsetOf("APPLIED", "REPEATED");
        eachStandsBelowTheOneBefore(trace);
        eachRanWhereItSays(trace, Map.of(pid(victim), victim, pid(survivor), survivor));
        theHeldOneIsRedelivered(trace, survivor);
        assertThat(applied(trace(here.management().orElseThrow().uri())).keySet())
                .containsExactlyInAnyOrderElementsOf(path());
        assertThat(print(survivor)).contains("1, redelivered");
    }

    private static void eachStandsBelowTheOneBefore(JsonNode trace) {
        var turns = applied(trace);
        var path = path();
        assertThat(turns.get(path.get(0)).path("parent").isNull()).isTrue();
        for (int place = 1; place < path.size(); place++) {
            assertThat(turns.get(path.get(place)).path("parent").asText())
                    .as("parent of %s", path.get(place))
                    .isEqualTo(turns.get(path.get(place - 1)).path("span").asText());
        }
    }

    private void eachRanWhereItSays(JsonNode trace, Map<Long, Runner> runners) throws Exception {
        Map<String, String> nodes = new HashMap<>();
        Map<String, String> expected = new HashMap<>();
        for (var each : applied(trace).entrySet()) {
            String agent = each.getKey();
            var seen = here.runtime()
                    .ask(RelayAgent.ref(agent), new RelayAgent.Look(), PATIENCE)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(seen.processes()).as("turns of %s", agent).hasSize(1);
            var runner = runners.get(seen.processes().get(0));
            expected.put(agent, runner == null ? here.runtime().address() : runner.address());
            nodes.put(agent, each.getValue().path("node").asText());
        }
        assertThat(nodes).isEqualTo(expected);
        assertThat(nodes.values())
                .as("also the killed one")
                .contains(runners.values().stream().map(Runner::address).toArray(String[]::new));
    }

    private static void theHeldOneIsRedelivered(JsonNode trace, Runner survivor) {
        var held = applied(trace).get(HELD);
        assertThat(held.path("redelivered").asBoolean()).isTrue();
        assertThat(held.path("node").asText()).isEqualTo(survivor.address());
    }

    /** The held one's message comes from the node that stays. */
    private static List<String> path() {
        List<String> path = new ArrayList<>(List.of(RelayAgent.START.name() + "/first"));
        for (int hop = 0; hop < HOPS; hop++) {
            path.add(hop(hop));
        }
        path.addAll(List.of(RelayAgent.START.name() + "/again", HELD, RelayAgent.HOP.name() + "/last"));
        return path;
    }

    private static String hop(int number) {
        return RelayAgent.HOP.name() + "/k" + number;
    }

    private void send() throws Exception {
        var path = path();
        here.runtime()
                .send(
                        RelayAgent.ref(path.get(0)),
                        new RelayAgent.Pass(path.subList(1, path.size()), directory.toString()),
                        SendOptions.DEFAULT.withMessageId(MESSAGE))
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private boolean holds(Runner runner) {
        return RelayAgent.holds(directory, pid(runner));
    }

    private static long pid(Runner runner) {
        return runner.process().pid();
    }

    private Runner startRunner(String name) {
        List<String> arguments = new ArrayList<>(List.of("node", "--modules", "relay", "--roles", RelayAgent.RUNNERS));
        arguments.addAll(List.of("--port", "0", "--management-port", "0"));
        arguments.addAll(List.of("--join", here.runtime().address(), "--set", "troupe.store." + store()));
        arguments.addAll(List.of("--set", NEVER, "--set", SOON));
        var process = MainProcess.start("TraceKillIT." + name, arguments);
        running.add(process);
        Matcher ready = process.awaitPrinted(READY);
        return new Runner(process, ready.group(1), ready.group(2));
    }

    /** Waits until each of these hosts some of the agents on the way. */
    private void awaitAgentsOn(List<Runner> runners) {
        await("agents on both").atMost(PATIENCE).until(() -> {
            for (int hop = 0; hop < HOPS; hop++) {
                here.runtime()
                        .ask(RelayAgent.ref(hop(hop)), new RelayAgent.Look(), PATIENCE)
                        .toCompletableFuture()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            String agents = get(here.management().orElseThrow().uri() + "/v1/agents?type=" + RelayAgent.HOP.name());
            return runners.stream().allMatch(runner -> agents.contains(runner.address()));
        });
    }

    /** As an operator does who knows that the node has ended; it is refused while it seems to be there. */
    private void giveUp(Runner victim) {
        await("the end of " + victim.address()).atMost(PATIENCE).until(() -> {
            var printed = new StringWriter();
            var line = new CommandLine(new ClusterCommand())
                    .setOut(new PrintWriter(printed, true))
                    .setErr(new PrintWriter(printed, true));
            line.setExecutionExceptionHandler((thrown, command, parsed) -> 1);
            return line.execute(
                            "down",
                            victim.address(),
                            "--node",
                            here.management().orElseThrow().uri())
                    == 0;
        });
    }

    /** Returns the turns that were applied, one of each agent. */
    private static Map<String, JsonNode> applied(JsonNode trace) {
        Map<String, JsonNode> turns = new HashMap<>();
        for (var turn : trace.path("turns")) {
            String agent = turn.path("recipient").asText();
            if (turn.path("end").asText().equals("APPLIED")) {
                assertThat(turns.put(agent, turn))
                        .as("another turn of %s", agent)
                        .isNull();
            }
        }
        return turns;
    }

    private JsonNode trace(Runner asked) throws Exception {
        return trace(asked.management());
    }

    private JsonNode trace(String management) throws Exception {
        return Json.parse(get(management + "/v1/trace/" + MESSAGE), JsonNode.class);
    }

    private static String print(Runner asked) {
        var out = new StringWriter();
        var line = new CommandLine(new TraceCommand()).setOut(new PrintWriter(out, true));
        line.execute(MESSAGE, "--node", asked.management());
        return out.toString();
    }

    private String get(String uri) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String store() {
        return "embedded.file=\"" + directory.resolve("store.db") + '"';
    }
}
