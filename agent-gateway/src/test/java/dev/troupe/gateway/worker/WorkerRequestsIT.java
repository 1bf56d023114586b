package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests: from workers to workers and agents, and back; their contents, and how they fail. */
class WorkerRequestsIT extends WorkerFixture {
    private static final Payload ONE = TestWorker.json("Said", "1");
    private static final String SHARED = "troupe.gateway.shared-types = [echo]";
    private static final int MIB = 1 << 20;

    private static RpcResponse.Builder answerTo(RpcRequest request) {
        return RpcResponse.newBuilder().setRequestId(request.getRequestId());
    }

    @Test
    void carriesARequestAndItsAnswerAsTheyAre() {
        open();
        var asker = worker("asker");
        var worker = worker("echo");
        worker.answerWith(request -> answerTo(request)
                .setPayload(TestWorker.json("Answered", "{ \"ok\" :true}"))
                .build());

        var answer = get(asker.ask(RpcRequest.newBuilder()
                .setSource(TestWorker.agent("asker", "me"))
                .setTarget(TestWorker.agent("echo", "some key/with slash"))
                .setPayload(TestWorker.json("Asked", " {\"text\" : \"größe \\u00e9 😀\"} "))
                .putMetadata("traceparent", "00-1")));
        var request = worker.nextRequest();

        assertThat(request.getSource()).isEqualTo(TestWorker.agent("asker", "me"));
        assertThat(request.getTarget()).isEqualTo(TestWorker.agent("echo", "some key/with slash"));
        assertThat(request.getPayload()).isEqualTo(TestWorker.json("Asked", " {\"text\" : \"größe \\u00e9 😀\"} "));
        assertThat(request.getMetadataMap()).containsOnlyKeys("traceparent").containsEntry("traceparent", "00-1");
        assertThat(answer.getError()).isEmpty();
        assertThat(answer.getPayload()).isEqualTo(TestWorker.json("Answered", "{ \"ok\" :true}"));
    }

    @Test
    void carriesAnyBytesOfAnyContentType() {
        open();
        var asker = worker();
        worker("echo").answerWith(TestWorker.echo());
        var random = new Random(7);

        for (int number = 0; number < 50; number++) {
            var bytes = new byte[number == 0 ? 0 : random.nextInt(20_000)];
            random.nextBytes(bytes);
            var payload = TestWorker.content(
                    "pack.Age", number % 2 == 0 ? Attributes.PROTOBUF : "image/png", ByteString.copyFrom(bytes));

            assertThat(get(asker.ask("echo", "k", payload)).getPayload()).isEqualTo(payload);
        }
    }

    @Test
    void doesNotMixUpEqualRequestIdsOfTwoWorkers() {
        open();
        var one = worker();
        var other = worker();
        worker("echo").answerWith(TestWorker.echo());
        List<CompletableFuture<RpcResponse>> ofOne = new ArrayList<>();
        List<CompletableFuture<RpcResponse>> ofOther = new ArrayList<>();

        for (int number = 0; number < 100; number++) {
            ofOne.add(one.ask("echo", "k", TestWorker.json("Said", "\"one " + number + "\"")));
            ofOther.add(other.ask("echo", "k", TestWorker.json("Said", "\"other " + number + "\"")));
        }

        for (int number = 0; number < 100; number++) {
            assertThat(get(ofOne.get(number)).getPayload())
                    .isEqualTo(TestWorker.json("Said", "\"one " + number + "\""));
            assertThat(get(ofOther.get(number)).getPayload())
                    .isEqualTo(TestWorker.json("Said", "\"other " + number + "\""));
        }
    }

    @Test
    void tellsTheTextOfAHandlersErrorAndEchoesTheRequest() {
        open();
        var asker = worker();
        worker("echo")
                .answerWith(request -> answerTo(request).setError("boom: ä").build());

        var answer = get(asker.ask("echo", "k", ONE));

        assertThat(answer.getError()).isEqualTo("boom: ä");
        assertThat(answer.getPayload()).isEqualTo(ONE);
    }

    @Test
    void namesATypeThatNobodyServesAndEchoesTheRequest() {
        open();
        var asker = worker();

        var answer = get(asker.ask("nobody", "k", ONE));

        assertThat(answer.getError()).contains("UNAVAILABLE").contains("'nobody'");
        assertThat(answer.getPayload()).isEqualTo(ONE);
    }

    @Test
    void answersWhatIsNoRequestWithAnErrorThatItsWorkerCanRead() {
        open();
        var asker = worker();

        var unnamed = get(asker.ask("java-echo", "k", Payload.getDefaultInstance()));
        var noJson = get(asker.ask("java-echo", "k", TestWorker.json("Ping", "{]")));
        var noTarget = get(asker.ask("", "", ONE));

        assertThat(unnamed.getError()).contains("name of the content's type: ''");
        assertThat(unnamed.getPayload().getDataType()).isNotEmpty();
        assertThat(noJson.getError()).contains("json:");
        assertThat(noTarget.getError()).contains("agent type: ''");
    }

    @Test
    void answersTheAskerOfAWorkerThatLeaves() {
        open();
        var asker = worker();
        var worker = worker("echo");
        var answer = asker.ask("echo", "k", ONE);
        worker.nextRequest();

        worker.close();

        assertThat(get(answer).getError()).contains("UNAVAILABLE").contains("has gone before it answered");
        assertThat(get(answer).getPayload()).isEqualTo(ONE);
    }

    @Test
    void handsARequestOverAgainToAnotherWorkerOfItsType() {
        open(SHARED);
        var asker = worker();
        var first = worker("echo");
        var answer = asker.ask("echo", "k", ONE);
        var begun = first.nextRequest();
        var second = worker("echo");
        second.answerWith(TestWorker.echo());

        first.close();

        assertThat(get(answer).getError()).isEmpty();
        assertThat(begun.getMetadataMap()).isEmpty();
        assertThat(second.nextRequest().getMetadataMap()).containsEntry("troupe-attempt", "2");
        assertThat(door().status().redelivered()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfWhatAWorkerWentAwayWith() {
        open(SHARED);
        var asker = worker();
        var first = worker("echo");
        List<CompletableFuture<RpcResponse>> answers = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            answers.add(asker.ask("echo", "k", TestWorker.json("Said", Integer.toString(number))));
        }
        await().atMost(PATIENCE).until(() -> first.requests().size() == 100);
        var second = worker("echo");
        second.answerWith(TestWorker.echo());

        first.close();
        answers.forEach(WorkerFixture::get);

        assertThat(second.requests())
                .extracting(request ->
                        Integer.parseInt(request.getPayload().getData().toStringUtf8()))
                .isSorted()
                .hasSize(100);
    }

    @Test
    void keepsAnAgentWithItsWorkerWhenAnotherOneComes() {
        open(SHARED);
        var asker = worker();
        var first = worker("echo");
        first.answerWith(TestWorker.echo());
        askAll(asker, 0, 20);
        var second = worker("echo");
        second.answerWith(TestWorker.echo());

        askAll(asker, 0, 20);
        int before = second.requests().size();
        askAll(asker, 20, 60);

        assertThat(before).isZero();
        assertThat(first.requests()).hasSizeGreaterThan(40);
        assertThat(second.requests()).isNotEmpty();
    }

    private static void askAll(TestWorker asker, int from, int to) {
        List<CompletableFuture<RpcResponse>> answers = new ArrayList<>();
        for (int key = from; key < to; key++) {
            answers.add(asker.ask("echo", "k" + key, ONE));
        }
        answers.forEach(answer -> assertThat(get(answer).getError()).isEmpty());
    }

    @Test
    void spreadsAgentsOverTheWorkersOfTheirTypeAndMovesThoseOfOneThatGoes() {
        open(SHARED);
        var asker = worker();
        var first = worker("echo");
        var second = worker("echo");
        first.answerWith(TestWorker.echo());
        second.answerWith(TestWorker.echo());
        askAll(asker, 0, 60);
        askAll(asker, 0, 60);
        Set<String> ofFirst = keys(first);
        Set<String> ofSecond = keys(second);

        second.close();
        await().atMost(PATIENCE).until(() -> door().status().workers() == 2);
        askAll(asker, 0, 60);

        assertThat(ofFirst).hasSizeGreaterThan(10).doesNotContainAnyElementsOf(ofSecond);
        assertThat(ofSecond).hasSizeGreaterThan(10);
        assertThat(keys(first)).hasSize(60);
    }

    private static Set<String> keys(TestWorker worker) {
        Set<String> keys = new HashSet<>();
        worker.requests().forEach(request -> keys.add(request.getTarget().getKey()));
        return keys;
    }

    @Test
    void endsARequestAtItsDeadline() {
        open("troupe.gateway.grpc.request-timeout = 500ms");
        var asker = worker();
        var worker = worker("echo");

        var answer = get(asker.ask("echo", "k", ONE));

        assertThat(answer.getError()).startsWith("TIMEOUT");
        assertThat(answer.getPayload()).isEqualTo(ONE);
        worker.answer(answerTo(worker.nextRequest()).setPayload(ONE).build()); // too late: nobody minds
        assertThat(get(asker.ask("java-echo", "k", ping("x"))).getError()).isEmpty();
    }

    private static Payload ping(String text) {
        return TestWorker.json("Ping", "{\"text\":\"" + text + "\"}");
    }

    @Test
    void carriesContentsUpToTheLimitOfTheCluster() {
        open();
        var asker = worker();
        worker("echo").answerWith(TestWorker.echo());

        for (int size : new int[] {100, 900 * 1024}) {
            var payload = text(size);
            assertThat(get(asker.ask("echo", "k", payload)).getPayload()).isEqualTo(payload);
        }
        var tooLarge = get(asker.ask("echo", "k", text(MIB + 1)));

        assertThat(tooLarge.getError()).contains("troupe.message.max-payload");
        assertThat(asker.stream().ended()).isNotDone();
    }

    private static Payload text(int size) {
        return TestWorker.json("Said", '"' + "x".repeat(size - 2) + '"');
    }

    @Test
    void carriesContentsOf4MiBIfItMay() {
        open("troupe.message.max-payload = 8 MiB", "troupe.gateway.grpc.max-outbound-message = 8 MiB");
        var asker = greatWorker();
        greatWorker("echo").answerWith(TestWorker.echo());

        var answer = get(asker.ask("echo", "k", text(4 * MIB)));

        assertThat(answer.getError()).isEmpty();
        assertThat(answer.getPayload()).isEqualTo(text(4 * MIB));
    }

    @Test
    void tellsTheAskerOfARequestThatItsWorkerCouldNotRead() {
        open("troupe.message.max-payload = 8 MiB");
        var asker = worker();
        var worker = worker("echo");
        worker.answerWith(TestWorker.echo());

        var fits = get(asker.ask("echo", "k", text(4 * MIB - 100)));
        var tooLarge = get(asker.ask("echo", "k", text(4 * MIB - 10)));

        assertThat(fits.getError()).isEmpty();
        assertThat(tooLarge.getError()).startsWith("REJECTED").contains("troupe.gateway.grpc.max-outbound-message");
        assertThat(worker.stream().ended()).isNotDone();
        assertThat(asker.stream().ended()).isNotDone();
    }

    @Test
    void tellsTheAskerOfAnAnswerThatItCouldNotRead() {
        open("troupe.message.max-payload = 8 MiB");
        var asker = worker();
        worker("echo")
                .answerWith(
                        request -> answerTo(request).setPayload(text(4 * MIB)).build());

        var answer = get(asker.ask("echo", "k", ONE));

        assertThat(answer.getError()).startsWith("REJECTED").contains("troupe.gateway.grpc.max-outbound-message");
        assertThat(asker.stream().ended()).isNotDone();
    }

    @Test
    void tellsTheAskerOfAnAnswerThatIsNoMessage() {
        open();
        var asker = worker();
        worker("large")
                .answerWith(
                        request -> answerTo(request).setPayload(text(2 * MIB)).build());
        worker("empty").answerWith(request -> answerTo(request).build());

        var large = get(asker.ask("large", "k", ONE));
        var empty = get(asker.ask("empty", "k", ONE));

        assertThat(large.getError()).contains("the worker's answer").contains("troupe.message.max-payload");
        assertThat(empty.getError()).contains("the worker's answer");
    }

    @Test
    void abbreviatesAnErrorThatNobodyCouldRead() {
        open();
        var asker = worker();
        worker("echo")
                .answerWith(request ->
                        answerTo(request).setError("e".repeat(6 * MIB)).build());

        var answer = get(asker.ask("echo", "k", ONE));

        assertThat(answer.getError()).startsWith("eeee").hasSizeLessThan(MIB);
        assertThat(asker.stream().ended()).isNotDone();
    }

    @Test
    void answers20MiBWithAnErrorAndReadsOn() {
        open();
        var worker = worker("echo");
        worker.answerWith(TestWorker.echo());

        var answer = get(worker.ask("echo", "k", text(20 * MIB)));
        worker.publish(
                TestWorker.event("e1", "news", "s", text(20 * MIB).getData().toStringUtf8())
                        .build());

        assertThat(answer.getError()).contains("troupe.message.max-payload");
        assertThat(answer.getPayload().getDataType()).isNotEmpty();
        assertThat(get(worker.ask("echo", "k", ONE)).getPayload()).isEqualTo(ONE);
        assertThat(door().status().refused()).isEqualTo(1);
    }

    @Test
    void refusesMetadataOverItsLimit() {
        open();
        var asker = worker("echo");
        asker.answerWith(TestWorker.echo());

        var answer = get(asker.ask(RpcRequest.newBuilder()
                .setTarget(TestWorker.agent("echo", "k"))
                .setPayload(ONE)
                .putMetadata("big", "x".repeat(65 * 1024))));

        assertThat(answer.getError()).contains("troupe.gateway.grpc.max-headers");
    }

    @Test
    void letsWorkersAskAgentsOfTheCluster() {
        open();
        var worker = worker();

        var answer = get(worker.ask("java-echo", "k", ping("hello")));
        var refused = get(worker.ask("java-echo", "k", ping("fail")));
        var unknown = get(worker.ask("java-echo", "k", TestWorker.json("Unknown", "{}")));

        assertThat(answer.getPayload().getDataType()).isEqualTo("Pong");
        assertThat(answer.getPayload().getData().toStringUtf8())
                .contains("hello")
                .contains("java-echo/k");
        assertThat(refused.getError()).isEqualTo("REJECTED: as told");
        assertThat(unknown.getError()).startsWith("UNHANDLED");
    }

    @Test
    void letsTheClusterAskAWorker() {
        open();
        worker("echo").answerWith(TestWorker.echo());
        worker("bad").answerWith(request -> answerTo(request).setError("boom").build());

        var answer = get(
                runtime().ask(AgentId.of("echo", "k"), new JsonPayload("Said", "{ \"a\":1 }"), Duration.ofSeconds(20)));

        assertThat(answer).isEqualTo(new JsonPayload("Said", "{ \"a\":1 }"));
        assertThatThrownBy(() -> get(
                        runtime().ask(AgentId.of("bad", "k"), new JsonPayload("Said", "1"), Duration.ofSeconds(20))))
                .hasMessageContaining("HANDLER_ERROR: boom");
    }
}
