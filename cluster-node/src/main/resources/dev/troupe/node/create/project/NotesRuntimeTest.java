package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.standalone.StandaloneRuntime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same agent in the runtime of one process, with its queues, retries and receipts. */
class NotesRuntimeTest {

    @Test
    void answersOverTheRuntime() throws Exception {
        try (var runtime = StandaloneRuntime.start(NotesAgent.definition())) {
            var ada = NotesAgent.TYPE.ref("ada");
            runtime.send(ada, new NotesAgent.Add("buy milk")).toCompletableFuture().get(20, TimeUnit.SECONDS);

            var notes = runtime.ask(ada, new NotesAgent.Read(), Duration.ofSeconds(20))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(notes.texts()).containsExactly("buy milk");
        }
    }
}
