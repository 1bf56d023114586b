package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.SendOptions;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node joins with an agent type that nobody knew. */
class LateTypeIT {
    private static final AgentId LATE = new AgentId("late", "a");
    private static final JsonPayload PUT = new JsonPayload("late.Put", "{\"run\":\"r\",\"number\":7}");

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void reachesATypeThatJoinsLaterWithoutARestart() throws Exception {
        var runtime = jvms.startHere(LedgerAgent.definition()).runtime();
        var worker = jvms.startWorker("w0");
        assertThatThrownBy(() -> runtime.send(LATE, PUT, SendOptions.DEFAULT)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AgentException.class)
                .hasMessageContaining("late");

        jvms.start("late0", "late", "late");
        var receipt = runtime.send(LATE, PUT, SendOptions.DEFAULT)
                .toCompletableFuture()
                .get(5, TimeUnit.MINUTES);
        var page = runtime.ask(LATE, new JsonPayload("late.Read", "{}"), Duration.ofMinutes(2))
                .toCompletableFuture()
                .get(3, TimeUnit.MINUTES);

        assertThat(receipt.processed()).isTrue();
        assertThat(page.json()).contains("\"late0#1\"").contains("[7]");
        assertThat(worker.isAlive()).as("the node that was there before").isTrue();
    }
}
