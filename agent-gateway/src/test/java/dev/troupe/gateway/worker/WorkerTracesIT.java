package dev.troupe.gateway.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.trace.FlightRecorder;
import dev.troupe.engine.trace.TracedTurn;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.message.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents in workers did is in traces, and what they send is below it if they hand on the header they get. */
class WorkerTracesIT extends WorkerFixture {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final JsonPayload ONE = new JsonPayload("Said", "{\"n\":1}");

    private final FlightRecorder recorder = new FlightRecorder("n1:1", 100, Clock.systemUTC());

    private void openTraced() {
        open();
        runtime().listen(recorder);
    }

    private List<TracedTurn> awaitTurns(String header, int count) {
        String trace = requireNonNull(TraceParent.parse(header)).traceId();
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(recorder.ofTraces(List.of(trace), 10)).hasSize(count));
        return recorder.ofTraces(List.of(trace), 10);
    }

    private static TracedTurn turn(List<TracedTurn> turns, String recipient) {
        return turns.stream()
                .filter(turn -> turn.recipient().equals(AgentId.parse(recipient)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(recipient + " (expected: a turn in " + turns + ")"));
    }

    @Test
    void putsWhatAWorkerAsksBelowItsTurn() {
        openTraced();
        var first = worker("first");
        worker("second").answerWith(TestWorker.echo());

        var answer = runtime().ask(AgentId.of("first", "a"), ONE, LONG);
        var request = first.nextRequest();
        get(first.ask(RpcRequest.newBuilder()
                .setSource(TestWorker.agent("first", "a"))
                .setTarget(TestWorker.agent("second", "b"))
                .setPayload(TestWorker.json("Said", "2"))
                .putAllMetadata(request.getMetadataMap())));
        first.answer(RpcResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setPayload(TestWorker.json("Said", "3"))
                .build());
        get(answer);

        var turns = awaitTurns(request.getMetadataOrThrow(TraceParent.HEADER), 2);
        assertThat(turns).extracting(TracedTurn::end).containsOnly("APPLIED");
        assertThat(turn(turns, "first/a").parent()).isNull();
        assertThat(turn(turns, "first/a").micros()).isPositive();
        assertThat(turn(turns, "second/b").parent())
                .isEqualTo(turn(turns, "first/a").span());
        assertThat(turn(turns, "second/b").sender()).isEqualTo(AgentId.of("first", "a"));
    }

    @Test
    void tellsAWorkerThatHearsAnEventOfItsTurn() {
        openTraced();
        var listener = worker("hear");
        listener.subscribe("s1", "news", "hear");

        get(runtime().publish(TopicId.of("news", "acme"), ONE, SendOptions.DEFAULT));
        String header =
                listener.nextEvent().getAttributesOrThrow(TraceParent.HEADER).getCeString();

        var turn = turn(awaitTurns(header, 1), "hear/acme");
        assertThat(requireNonNull(TraceParent.parse(header)).parent()).isEqualTo(turn.span());
        assertThat(turn.end()).isEqualTo("APPLIED");
    }

    @Test
    void showsBothAttemptsAtWhatAWorkerWentAwayWith() {
        open("troupe.gateway.shared-types = [first]");
        runtime().listen(recorder);
        var one = worker("first");
        var other = worker("first");
        var answer = runtime().ask(AgentId.of("first", "a"), ONE, LONG);
        await().atMost(LONG)
                .until(() -> !one.requests().isEmpty() || !other.requests().isEmpty());
        var leaver = one.requests().isEmpty() ? other : one;
        var stayer = one.requests().isEmpty() ? one : other;
        var request = leaver.nextRequest();

        stayer.answerWith(TestWorker.echo());
        leaver.close();
        get(answer);

        var turns = awaitTurns(request.getMetadataOrThrow(TraceParent.HEADER), 2);
        assertThat(turns).extracting(TracedTurn::end).containsExactly("FAILED", "APPLIED");
        assertThat(turns.get(1).span()).isEqualTo(turns.get(0).span());
    }

    @Test
    void givesWorkersNoHeaderWhereNobodyWantsTraces() {
        open();
        var worker = worker("first");
        var answer = runtime().ask(AgentId.of("first", "a"), ONE, LONG);

        var request = worker.nextRequest();

        assertThat(request.getMetadataMap()).isEmpty();
        worker.answer(RpcResponse.newBuilder()
                .setRequestId(request.getRequestId())
                .setPayload(TestWorker.json("Said", "3"))
                .build());
        get(answer);
    }
}
