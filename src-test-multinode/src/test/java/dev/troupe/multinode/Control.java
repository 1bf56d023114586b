package dev.troupe.multinode;

import dev.troupe.cluster.ClusterRuntime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Does on a node what the test tells it. Each command is a line, and has one line as its answer. */
final class Control {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ClusterRuntime runtime;
    private final Wires wires;
    private final Traffic traffic;
    private final DurableSends durableSends;

    Control(ClusterRuntime runtime, String name, SendLog log) {
        this.runtime = runtime;
        this.wires = Wires.of(runtime.address());
        this.traffic = new Traffic(runtime, name, log);
        this.durableSends = new DurableSends(runtime);
    }

    String execute(String line) {
        String[] part = line.split(" ", -1);
        try {
            switch (part[0]) {
                case "send" -> traffic.start(Traffic.Load.parse(part));
                case "stop" -> traffic.stop();
                case "cut" -> wires.cut(part[1], Wires.Way.valueOf(part[2]));
                case "mend" -> wires.mend(part[1]);
                case "members" -> {
                    return String.join(" ", wires.members());
                }
                case "counts" -> {
                    return traffic.counts().text();
                }
                case "chain" -> {
                    return outcome(part[1]);
                }
                case "steps" -> {
                    return steps(part[1]);
                }
                case "store" -> {
                    return durableSends.send(part[1], Integer.parseInt(part[2]), Integer.parseInt(part[3]));
                }
                case "fates" -> {
                    return durableSends.fates(part[1], Integer.parseInt(part[2]), Integer.parseInt(part[3]));
                }
                case "numbers" -> {
                    return durableSends.numbers(Integer.parseInt(part[1]), part[2]);
                }
                case "imbalance" -> {
                    return String.valueOf(imbalance());
                }
                case "heap" -> {
                    return String.valueOf(heapBytes());
                }
                default -> throw new IllegalArgumentException("command: '" + line + "' (expected: a known one)");
            }
            return "done";
        } catch (Exception e) {
            return "failed " + e;
        }
    }

    private String outcome(String key) throws Exception {
        return runtime.send(ChainAgent.TYPE.ref(key), new ChainAgent.Start())
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .outcome()
                .name();
    }

    private String steps(String key) throws Exception {
        var steps = runtime.ask(ChainAgent.TYPE.ref(key), new ChainAgent.Read(), PATIENCE)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS);
        return String.join(",", steps.steps());
    }

    /** Has the node compare its books now. */
    private long imbalance() throws Exception {
        return runtime.books()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .imbalance();
    }

    /** Collects twice: what the first collection finds to be finalized goes with the second. */
    private static long heapBytes() {
        System.gc();
        System.gc();
        var heap = Runtime.getRuntime();
        return heap.totalMemory() - heap.freeMemory();
    }
}
