package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import dev.troupe.gateway.access.Access;
import dev.troupe.standalone.StandaloneRuntime;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified AutoGen workers against the gateway; {@code src/test/python/scenarios.py} has what they do. */
class AutoGenIT {
    private StandaloneRuntime runtime;
    private WorkerDoor door;

    @TempDir
    private Path dir;

    @BeforeEach
    void open() {
        Config config = ConfigFactory.parseString("troupe.gateway.grpc.port = 0");
        runtime = StandaloneRuntime.start(config, JavaEcho.definition());
        var settings = SettingsReader.read(config.withFallback(ConfigFactory.load()), WorkerSettings::read);
        door = WorkerDoor.open(runtime.external(), settings, Access.open(), Optional.empty());
    }

    @AfterEach
    void close() {
        door.close();
        runtime.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two_workers", "equal_request_ids", "ask_java", "errors", "topics"})
    void servesWorkersAsTheirOwnHostDoes(String scenario) throws InterruptedException {
        var output = dir.resolve(scenario + ".log");

        var worker = Python.start(output, "scenarios.py", door.address(), scenario);

        try {
            assertThat(worker.waitFor(3, TimeUnit.MINUTES))
                    .as(Python.read(output))
                    .isTrue();
            assertThat(Python.read(output)).contains("ok " + scenario);
        } finally {
            worker.destroyForcibly();
        }
    }
}
