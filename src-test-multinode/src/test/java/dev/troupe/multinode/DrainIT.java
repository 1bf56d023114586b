package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Request;
import dev.troupe.node.RunningNode;
import dev.troupe.node.remote.ClusterCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Nodes that leave while they are busy, told by SIGTERM or by the command line. */
class DrainIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("ready (\\S+) .*management=(\\S+)");
    private static final Pattern REPORT = Pattern.compile("(?m)^drained in .*$");
    private static final int AGENTS = 40;

    @TempDir
    private Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> running = new ArrayList<>();
    private RunningNode here;

    /** A node of the tests. */
    private record Traveller(MainProcess process, String address, String management) {}

    @BeforeEach
    void start() {
        var config = ConfigFactory.parseString("troupe { cluster.port = 0, management.http.port = 0 }\n"
                + "troupe.store." + store() + "\npekko.cluster.split-brain-resolver.stable-after = 4s");
        here = RunningNode.start(config, JourneyAgent.definitionsWithRole());
        running.add(here);
    }

    @AfterEach
    void stop() throws Exception {
        for (int last = running.size() - 1; last >= 0; last--) {
            running.get(last).close();
        }
    }

    @Test
    void drainsAWorkerUnderLoad() throws Exception {
        var leaver = startTraveller("leaver");
        var stayer = startTraveller("stayer");
        lookAtAll();
        var ends = new AtomicBoolean();
        List<CompletableFuture<JourneyAgent.Diary>> asked = new ArrayList<>();
        var load = onThread(() -> {
            while (!ends.get()) {
                asked.add(ask(JourneyAgent.TYPE, asked.size() % AGENTS, new JourneyAgent.Look()));
                asked.get(asked.size() - 1).join();
            }
        });
        List<String> readiness = new ArrayList<>();
        var watch = onThread(() -> {
            for (String said = ready(leaver); !said.isEmpty(); said = ready(leaver)) {
                readiness.add(said);
            }
        });

        String told = cluster("drain", leaver.address(), "--node", management());
        int exit = leaver.process().awaitExit();
        ends.set(true);
        load.get(2, TimeUnit.MINUTES);
        watch.get(2, TimeUnit.MINUTES);

        assertThat(told).startsWith("0 " + leaver.address() + " drained in ").contains("agents moved");
        assertThat(exit).isZero();
        assertThat(leaver.process().printed()).containsPattern(REPORT);
        assertThat(readiness).anyMatch(said -> said.startsWith("503") && said.contains("about to leave"));
        assertThat(asked).isNotEmpty();
        assertThat(lookAtAll()).as("turns").isEqualTo(2 * AGENTS + asked.size());
        assertThat(cluster("status", "--node", stayer.management()))
                .startsWith("0 ")
                .contains(stayer.address())
                .doesNotContain(leaver.address());
    }

    @Test
    void yieldsALongTurnThatGoesOnElsewhere() throws Exception {
        var one = startTraveller("one");
        var other = startTraveller("other");
        var diary = ask(JourneyAgent.TYPE, 0, new JourneyAgent.Travel(60, 500));
        var leaver = awaitHost("journey/k0", one, other);

        leaver.process().terminate();
        int exit = leaver.process().awaitExit();
        var processes = diary.get(2, TimeUnit.MINUTES).processes();

        assertThat(exit).isZero();
        assertThat(leaver.process().awaitPrinted(REPORT).group()).contains("1 turns gave way");
        assertThat(processes).as("each step once").hasSize(60);
        assertThat(new HashSet<>(processes)).as("processes that did steps").hasSize(2);
        assertThat(diary.get().turns()).isEqualTo(1);
    }

    @Test
    void saysSoWhenATurnWasCutOff() throws Exception {
        var one = startTraveller("one", "--set", "troupe.agents.stop-timeout=1s");
        var other = startTraveller("other", "--set", "troupe.agents.stop-timeout=1s");
        var diary = ask(JourneyAgent.IN_MEMORY, 0, new JourneyAgent.Walk(30_000));
        var leaver = awaitHost("walk/k0", one, other);

        String told = cluster("drain", leaver.address(), "--node", management(), "--json");
        int exit = leaver.process().awaitExit();

        assertThat(told).startsWith("1 {").contains("\"clean\":false", "\"turnsCutOff\":1");
        assertThat(exit).isEqualTo(1);
        assertThat(diary.get(2, TimeUnit.MINUTES).processes())
                .as("it ran again")
                .hasSize(1);
    }

    @Test
    void endsAtOnceWhenItIsToldTwice() throws Exception {
        var leaver = startTraveller("leaver");
        var lost = ask(JourneyAgent.IN_MEMORY, 0, new JourneyAgent.Walk(600_000));
        awaitAgents(leaver, 1);
        startTraveller("stayer");

        leaver.process().terminate();
        await().atMost(PATIENCE).until(() -> ready(leaver).startsWith("503"));
        leaver.process().terminate();

        assertThat(leaver.process().awaitExit()).isEqualTo(128 + 15);
        assertThat(leaver.process().printed()).contains("told again to end").doesNotContainPattern(REPORT);
        lost.cancel(true);
    }

    @Test
    void drainsAGatewayWithCallers() throws Exception {
        startTraveller("worker");
        var gateway = GatewayProcess.start("drained", here.runtime().address());
        running.add(gateway);
        var open = post(gateway.http() + "/v1/agents/walk/k/requests?timeout=20s", "{\"millis\":4000}", "journey.Walk");
        var answer = post(gateway.http() + "/v1/agents/walk/other/requests?timeout=20s", "{}", "journey.Look");
        assertThat(answer.get().body()).contains("turns");

        gateway.process().terminate();
        int exit = gateway.process().awaitExit();

        assertThat(open.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
        assertThat(exit).isZero();
        assertThat(gateway.process().printed()).containsPattern(REPORT);
    }

    @Test
    void namesTheNodesThereAreWhenItIsToldOfAnother() {
        assertThat(cluster("drain", "127.0.0.1:1", "--node", management()))
                .startsWith("1 ")
                .contains("'127.0.0.1:1'", here.runtime().address());
        assertThat(cluster("down", here.runtime().address(), "--node", management()))
                .startsWith("1 ")
                .contains("can be reached");
        assertThat(cluster("status", "--node", "http://127.0.0.1:1"))
                .startsWith("1 ")
                .contains("nothing listens");
        assertThat(cluster("status", "--node", "ftp://x")).startsWith("2 ").contains("--node: 'ftp://x'");
    }

    private String store() {
        return "embedded.file=\"" + directory.resolve("store.db") + '"';
    }

    private String management() {
        return here.management().orElseThrow().uri();
    }

    private Traveller startTraveller(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of("node", "--modules", "journey", "--roles", JourneyAgent.ROLE));
        arguments.addAll(List.of("--port", "0", "--management-port", "0"));
        arguments.addAll(List.of("--join", here.runtime().address(), "--set", "troupe.store." + store()));
        arguments.addAll(List.of(more));
        var process = MainProcess.start("DrainIT." + name, arguments);
        running.add(process);
        Matcher ready = process.awaitPrinted(READY);
        return new Traveller(process, ready.group(1), ready.group(2));
    }

    private void awaitAgents(Traveller node, int count) {
        await().atMost(PATIENCE)
                .until(() -> get(node.management() + "/v1/agents?limit=10").split("\"id\"", -1).length > count);
    }

    /** Returns the node where an agent is loaded, as soon as it is. */
    private Traveller awaitHost(String agent, Traveller one, Traveller other) {
        var found = new AtomicReference<Traveller>();
        await().atMost(PATIENCE).until(() -> {
            String about = get(management() + "/v1/agents/" + agent);
            found.set(about.contains(one.address()) ? one : about.contains(other.address()) ? other : null);
            return found.get() != null;
        });
        return found.get();
    }

    /** Has each agent take a turn; returns the sum of all turns. */
    private int lookAtAll() throws Exception {
        List<CompletableFuture<JourneyAgent.Diary>> all = new ArrayList<>();
        for (int key = 0; key < AGENTS; key++) {
            all.add(ask(JourneyAgent.TYPE, key, new JourneyAgent.Look()));
        }
        int turns = 0;
        for (var each : all) {
            turns += each.get(2, TimeUnit.MINUTES).turns();
        }
        return turns;
    }

    private <Q extends JourneyAgent.Command & Request<JourneyAgent.Diary>> CompletableFuture<JourneyAgent.Diary> ask(
            AgentType<JourneyAgent.Command> type, int key, Q request) {
        return here.runtime()
                .ask(type.ref("k" + key), request, Duration.ofMinutes(2))
                .toCompletableFuture();
    }

    private static CompletableFuture<Void> onThread(Runnable work) {
        return CompletableFuture.runAsync(work, command -> new Thread(command, "drain-test").start());
    }

    private String ready(Traveller node) {
        try {
            var answer = send(HttpRequest.newBuilder(URI.create(node.management() + "/ready")));
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return ""; // it has gone
        }
    }

    private String get(String uri) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(uri))).body();
    }

    private CompletableFuture<HttpResponse<String>> post(String uri, String json, String type) {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .header("Troupe-Message-Type", type)
                .POST(BodyPublishers.ofString(json));
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns the exit code of {@code troupe cluster}, and what it printed. */
    private static String cluster(String... arguments) {
        var printed = new StringWriter();
        var line = new CommandLine(new ClusterCommand())
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true));
        int code = line.setExecutionExceptionHandler((thrown, command, parsed) -> {
                    printed.append(String.valueOf(thrown.getMessage()));
                    return thrown instanceof IllegalArgumentException ? 2 : 1;
                })
                .execute(arguments);
        return code + " " + printed;
    }
}
