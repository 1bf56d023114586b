package dev.troupe.bench;

import dev.troupe.node.Main;
import dev.troupe.samples.python.AutoGen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Two Python workers and what stands between them: a gateway of ours, or AutoGen's host. */
final class WorkerPair implements Resource {
    private static final String READY = "ready ";
    private static final Path SCRIPTS =
            Path.of(System.getProperty("troupe.home", "."), "benchmarks", "src", "main", "python");

    /**
     * What workers do.
     *
     * @param what {@code requests} or {@code events}
     * @param width requests in flight, or events until the next are waited for
     */
    record Load(String what, int width, Duration time, int bytes) {}

    /** What came of a load; times in microseconds. */
    record Figures(
            double perSecond, double p50, double p99, double hostMicrosPerMessage, double workerMicrosPerMessage) {}

    private final Program host;
    private final Program serving;
    private final Program asking;

    private WorkerPair(Program host, Program serving, Program asking) {
        this.host = host;
        this.serving = serving;
        this.asking = asking;
    }

    static WorkerPair ofAutoGen(AutoGen autoGen) throws IOException {
        return between(Program.start(autoGen.command(SCRIPTS.resolve("host.py"), List.of())), autoGen);
    }

    static WorkerPair ofTroupe(AutoGen autoGen) throws IOException {
        var gateway = Program.jvm(
                List.of("-Xmx512m"),
                Main.class,
                List.of(
                        "gateway",
                        "--modules",
                        "none",
                        "--port",
                        "0",
                        "--grpc-port",
                        "0",
                        "--http-port",
                        "0",
                        "--management-port",
                        "0"));
        return between(gateway, autoGen);
    }

    private static WorkerPair between(Program host, AutoGen autoGen) throws IOException {
        String ready = host.await(READY);
        String address =
                ready.substring(ready.indexOf("workers=") + "workers=".length()).split(" ", -1)[0];
        var serving = Program.start(autoGen.command(SCRIPTS.resolve("load.py"), List.of(address, "serve")));
        serving.await("serving");
        var asking = Program.start(autoGen.command(SCRIPTS.resolve("load.py"), List.of(address, "ask")));
        asking.await("asking");
        return new WorkerPair(host, serving, asking);
    }

    Figures run(Load load) throws IOException {
        var before = host.processorTime();
        var workersBefore = workersTime();
        asking.say(String.format(
                Locale.ROOT,
                "%s %d %f %d",
                load.what(),
                load.width(),
                load.time().toMillis() / 1e3,
                load.bytes()));
        String[] figures = asking.await("figures ").split(" ", -1);
        double count = Double.parseDouble(figures[0]);
        var used = host.processorTime().minus(before);
        return new Figures(
                count / Double.parseDouble(figures[1]),
                Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]),
                used.toNanos() / 1e3 / count,
                workersTime().minus(workersBefore).toNanos() / 1e3 / count);
    }

    private Duration workersTime() {
        return serving.processorTime().plus(asking.processorTime());
    }

    @Override
    public void close() throws IOException {
        asking.end();
        serving.end();
        try {
            host.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
