package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TroupeExtensionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final TroupeExtension troupe =
            TroupeExtension.with(ProbeAgent.definition()).withSettings("troupe.agents.idle-timeout = 200ms");

    @Test
    void startsARuntimeWhoseIdleAgentsAreUnloaded() throws Exception {
        var runtime = troupe.runtime();
        var probe = ProbeAgent.TYPE.ref("a");
        var receipt = runtime.send(probe, new ProbeAgent.Note("one"))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(receipt.processed()).isTrue();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(700))
                .until(() -> runtime.ask(probe, new ProbeAgent.Read(), PATIENCE)
                        .toCompletableFuture()
                        .join()
                        .texts()
                        .isEmpty());
    }

    @Test
    void saysEveryWrongSettingAndWhatItMayBe() {
        var wrong = ConfigFactory.parseString("troupe { agents.inbox-limit = 0, delivery.expiry = soon }");

        assertThatThrownBy(() -> StandaloneRuntime.start(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.agents.inbox-limit: 0 (expected: a whole number >= 1)")
                .hasMessageContaining("troupe.delivery.expiry")
                .hasMessageContaining("such as 500ms");
    }
}
