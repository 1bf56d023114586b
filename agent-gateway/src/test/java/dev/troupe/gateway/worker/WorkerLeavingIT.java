package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.gateway.worker.proto.RpcResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gateway that is about to go, and the workers at it. */
class WorkerLeavingIT extends WorkerFixture {
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void letsAWorkerAnswerWhatItHasAndGivesItNothingMore() throws Exception {
        open();
        var worker = worker("echo");
        var first = runtime().ask(AgentId.of("echo", "k"), said(1), LONG).toCompletableFuture();
        var request = worker.nextRequest();

        door().leave();
        int open = door().outstanding();
        var second = runtime().ask(AgentId.of("echo", "k"), said(2), LONG).toCompletableFuture();
        worker.answer(RpcResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setPayload(TestWorker.json("Answered", "1"))
                .build());

        assertThat(open).isEqualTo(1);
        assertThat(first.get(1, TimeUnit.MINUTES).json()).isEqualTo("1");
        await().atMost(PATIENCE).until(() -> door().outstanding() == 0);
        assertThat(worker.requests()).as("further requests").isEmpty();
        assertThat(second).isNotDone();
    }

    @Test
    void takesNoFurtherWorker() {
        open();
        worker("echo");

        door().leave();

        assertThatThrownBy(() -> worker("other")).isInstanceOf(StatusRuntimeException.class);
    }

    private static JsonPayload said(int number) {
        return new JsonPayload("Said", String.valueOf(number));
    }
}
