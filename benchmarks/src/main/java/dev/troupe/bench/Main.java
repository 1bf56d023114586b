package dev.troupe.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.troupe.bench.Comparison.Bound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./troupe bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures delivery beside the bare engine, in turns in one run. What counts is the ratio.")
public final class Main implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", description = "Rounds per scenario, after two to warm up; default 5.")
    private int rounds = 5;

    @Option(names = "--only", paramLabel = "TEXT", description = "Only scenarios whose name contains this.")
    private String only = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results there too.")
    private @Nullable Path json;

    /** What is asked of us beside the baseline. */
    private record Bounds(Bound fewAgents, Bound manyAgents, Bound latency) {}

    private static final Bounds LOCAL = new Bounds(Bound.atLeast(1.2), Bound.atLeast(0.8), Bound.atMost(2.0));
    private static final Bounds REMOTE = new Bounds(Bound.atLeast(4), Bound.atLeast(1.8), Bound.atMost(1.2));

    private final List<Comparison.Result> results = new ArrayList<>();

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "troupe-logback.xml");
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        System.out.println(Comparison.HEADER);
        try (var bare = new BareNode(null, true);
                var troupe = new TroupeNode(null, true)) {
            runAll(scenarios("local", bare, troupe, LOCAL));
        }
        try (var bare = new BareNode(null, false);
                var troupe = new TroupeNode(null, false);
                var peer = Peer.start(bare, troupe)) {
            System.out.println("the other JVM: " + peer);
            runAll(scenarios("remote", bare, troupe, REMOTE));
        }
        if (json != null) {
            write(json);
        }
        return 0;
    }

    private static List<Comparison> scenarios(String where, BareNode bare, TroupeNode troupe, Bounds bounds) {
        var hundred = new Load(100, 200_000, 10_000, 80);
        var tenThousand = new Load(10_000, 200_000, 10_000, 80);
        var hundredThousand = new Load(100_000, 200_000, 10_000, 80);
        return List.of(
                new Comparison(
                        "send, " + where + ", 100 agents",
                        "msg/s",
                        bounds.fewAgents(),
                        () -> bare.send(hundred),
                        () -> troupe.send(hundred)),
                new Comparison(
                        "send, " + where + ", 10,000 agents",
                        "msg/s",
                        bounds.manyAgents(),
                        () -> bare.send(tenThousand),
                        () -> troupe.send(tenThousand)),
                new Comparison(
                        "send, " + where + ", 100,000 agents against 10,000 of ours",
                        "msg/s",
                        Bound.atLeast(0.8),
                        () -> troupe.send(tenThousand),
                        () -> troupe.send(hundredThousand)),
                new Comparison(
                        "ask, " + where + ", one in flight, p50",
                        "us",
                        bounds.latency(),
                        () -> bare.ask(5_000),
                        () -> troupe.ask(5_000)));
    }

    private void runAll(List<Comparison> comparisons) throws Exception {
        for (var comparison : comparisons) {
            if (comparison.name().contains(only)) {
                var result = comparison.run(2, rounds);
                results.add(result);
                System.out.println(Comparison.line(result));
            }
        }
    }

    private void write(Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), results);
    }
}
