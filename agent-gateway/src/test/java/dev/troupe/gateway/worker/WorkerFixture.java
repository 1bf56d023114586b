package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.Access;
import dev.troupe.standalone.StandaloneRuntime;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A runtime of one process with a door, and workers that are ended with the test. */
abstract class WorkerFixture {
    static final Duration PATIENCE = Duration.ofSeconds(TestWorker.PATIENCE_SECONDS);

    private final List<TestWorker> workers = new ArrayList<>();
    private @Nullable StandaloneRuntime runtime;
    private @Nullable WorkerDoor door;

    /** Opens the door at a free port; {@code settings} are lines of a configuration. */
    final void open(String... settings) {
        var config = ConfigFactory.parseString(String.join("\n", settings))
                .withFallback(ConfigFactory.parseString("troupe.gateway.grpc.port = 0"));
        runtime = StandaloneRuntime.start(config, JavaEcho.definition());
        var read = SettingsReader.read(config.withFallback(ConfigFactory.load()), WorkerSettings::read);
        door = WorkerDoor.open(runtime.external(), read, Access.open(), Optional.empty());
    }

    @AfterEach
    final void close() {
        workers.forEach(TestWorker::close);
        if (door != null) {
            door.close();
        }
        if (runtime != null) {
            runtime.close();
        }
    }

    final StandaloneRuntime runtime() {
        if (runtime == null) {
            throw new IllegalStateException("closed (expected: open(..) first)");
        }
        return runtime;
    }

    final WorkerDoor door() {
        if (door == null) {
            throw new IllegalStateException("closed (expected: open(..) first)");
        }
        return door;
    }

    /** Connects a worker, and registers what it serves. */
    final TestWorker worker(String... agentTypes) {
        return with(TestWorker.connect(door().address()), agentTypes);
    }

    /** As {@link #worker}, for one that reads messages of any size. */
    final TestWorker greatWorker(String... agentTypes) {
        return with(
                TestWorker.connect(door().address(), java.util.UUID.randomUUID().toString(), 64 << 20), agentTypes);
    }

    final TestWorker with(TestWorker worker, String... agentTypes) {
        workers.add(worker);
        for (String type : agentTypes) {
            worker.register(type);
        }
        return worker;
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(TestWorker.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Asserts how a call fails. */
    static void assertFails(ThrowingCallable call, Status.Code code, String text) {
        var thrown = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(thrown).isNotNull();
        assertThat(thrown.getStatus().getCode()).isEqualTo(code);
        assertThat(thrown.getStatus().getDescription()).contains(text);
    }
}
