package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.node.RunningNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified AutoGen workers at a gateway; {@code src/test/python/scenarios.py} has what they do and expect. */
class AutoGenIT {
    private static RunningNode node;

    @BeforeAll
    static void open() {
        var config = ConfigFactory.parseString(
                "troupe { cluster { port = 0, roles = [gateway] }, gateway { grpc.port = 0, http.port = 0 }, management.http.port = 0 }");
        node = RunningNode.start(config, List.of(EchoAgent.definition()));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two_workers", "equal_request_ids", "ask_java", "errors", "topics"})
    void servesWorkersAsTheirOwnHostDoes(String scenario) throws Exception {
        String address = node.gateway().orElseThrow().workerAddress();

        try (var worker = Script.start("AutoGenIT." + scenario, "scenarios.py", address, scenario)) {
            assertThat(worker.finish()).contains("ok " + scenario);
        }
    }
}
