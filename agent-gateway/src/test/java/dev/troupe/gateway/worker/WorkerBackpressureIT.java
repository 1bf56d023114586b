package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A worker that does not read, or does not answer: who waits for it, who is told, and that nothing is lost. */
class WorkerBackpressureIT extends WorkerFixture {
    private static final String BODY = "x".repeat(2000);
    private static final int SENDERS = 4;

    private static final long SECONDS = Long.getLong("troupe.seconds", 20);

    private final AtomicLongArray sent = new AtomicLongArray(SENDERS);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong processed = new AtomicLong();

    private static CloudEvent event(int publisher, long number) {
        return TestWorker.event(publisher + "-" + number, "news", "s", '"' + BODY + '"')
                .build();
    }

    @Test
    void losesNothingForAWorkerThatStopsToReadAndGoesOn() throws InterruptedException {
        open("troupe.gateway.grpc { max-outstanding = 50, event-hold = 10ms }", "troupe.delivery.max-pending = 200");
        var worker = worker("hear");
        worker.stream().pause();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<Thread> senders = new ArrayList<>();
        for (int number = 0; number < SENDERS; number++) {
            int sender = number;
            senders.add(new Thread(() -> sendUntil(end, sender)));
        }
        senders.forEach(Thread::start);

        long most = readNowAndThen(worker, end);
        for (var sender : senders) {
            sender.join();
        }
        worker.stream().resume();

        await().atMost(PATIENCE.multipliedBy(2)).until(() -> worker.stream().read() == sent());
        await().atMost(PATIENCE).until(() -> processed.get() == sent());
        System.out.printf("Sent %d, refused %d, at most %d not read%n", sent(), refused.get(), most);
        assertThat(refused).hasPositiveValue();
        assertThat(most).as("200 pending, and what gRPC keeps").isLessThan(5000);
        assertInOrder(worker.events().stream()
                .map(event -> event.getBinaryData().toStringUtf8())
                .toList());
    }

    private void sendUntil(long end, int sender) {
        while (System.nanoTime() < end) {
            String json = "[" + sender + "," + sent.get(sender) + ",\"" + BODY + "\"]";
            var receipt = runtime()
                    .send(AgentId.of("hear", "k"), new JsonPayload("Said", json), SendOptions.DEFAULT)
                    .toCompletableFuture();
            if (receipt.isCompletedExceptionally()) {
                assertThatThrownBy(receipt::get).hasCauseInstanceOf(BackpressureException.class);
                refused.incrementAndGet();
                Thread.onSpinWait();
            } else {
                sent.incrementAndGet(sender);
                var unused = receipt.thenAccept(this::onReceipt);
            }
        }
    }

    private void onReceipt(Receipt receipt) {
        if (receipt.outcome() == Receipt.Outcome.PROCESSED) {
            processed.incrementAndGet();
        }
    }

    /** Lets a worker read one message after the other; returns how many were sent and not read at most. */
    private long readNowAndThen(TestWorker worker, long end) {
        long most = 0;
        while (System.nanoTime() < end) {
            worker.stream().resume();
            worker.stream().pause();
            most = Math.max(most, sent() - worker.stream().read());
            // Others have what they need meanwhile.
            get(runtime().ask(AgentId.of("java-echo", "k"), ping(), PATIENCE));
        }
        return most;
    }

    private long sent() {
        return IntStream.range(0, SENDERS).mapToLong(sent::get).sum();
    }

    private static void assertInOrder(List<String> contents) {
        Map<String, Long> next = new HashMap<>();
        for (String content : contents) {
            String[] parts = content.substring(1).split(",", 3);
            assertThat(Long.parseLong(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0L));
            next.merge(parts[0], 1L, Long::sum);
        }
    }

    private static JsonPayload ping() {
        return new JsonPayload("Ping", "{\"text\":\"x\"}");
    }

    @Test
    void slowsAPublisherDownUntilItsEventsAreRead() {
        open("troupe.gateway.grpc { max-outstanding = 20, max-events = 30, event-hold = 10ms }");
        var listener = worker("hear");
        listener.subscribe("s", "news", "hear");
        var publisher = worker();
        listener.stream().pause();
        int sent = 0;

        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (publisher.stream().isReady() || !isBlocked(publisher.stream())) {
            assertThat(System.nanoTime())
                    .as("%d events, and its stream is ready", sent)
                    .isLessThan(patience);
            publisher.publish(event(0, sent++));
        }
        int last = sent;
        assertThat(listener.stream().read()).isLessThanOrEqualTo(1);
        listener.stream().resume();

        for (int number = 0; number < last; number++) {
            assertThat(listener.nextEvent().getId()).isEqualTo("0-" + number);
        }
        await().atMost(PATIENCE).until(() -> publisher.stream().isReady());
        System.out.println("A publisher was slowed down after " + last + " events of 2 KB");
        assertThat(door().status().refused()).isZero();
    }

    @Test
    void bringsEveryEventOfSeveralPublishersThoughTheSubscriberIsFull() {
        open(
                "troupe.gateway.grpc { max-outstanding = 20, max-events = 30, event-hold = 10ms }",
                "troupe.delivery.max-pending = 50");
        var listener = worker("hear");
        listener.subscribe("s", "news", "hear");
        listener.stream().pause();
        List<TestWorker> publishers = new ArrayList<>();
        for (int number = 0; number < SENDERS; number++) {
            publishers.add(worker());
        }

        for (int number = 0; number < 300; number++) {
            for (int publisher = 0; publisher < SENDERS; publisher++) {
                publishers.get(publisher).publish(event(publisher, number));
            }
        }
        listener.stream().resume();

        Map<String, Integer> times = new HashMap<>();
        for (int number = 0; number < 300 * SENDERS; number++) {
            times.merge(listener.nextEvent().getId(), 1, Integer::sum);
        }
        assertThat(times)
                .hasSize(300 * SENDERS)
                .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
    }

    @Test
    void refusesMoreRequestsThanOneWorkerMayHaveOpen() {
        open("troupe.gateway.grpc.max-requests = 10");
        var asker = worker();
        var worker = worker("slow");
        List<CompletableFuture<RpcResponse>> answers = new ArrayList<>();

        for (int number = 0; number < 15; number++) {
            answers.add(asker.ask("slow", "k", TestWorker.json("Said", "1")));
        }
        List<String> refused = new ArrayList<>();
        for (var answer : answers.subList(10, 15)) {
            refused.add(get(answer).getError());
        }
        for (int number = 0; number < 10; number++) {
            worker.answer(TestWorker.echo().apply(worker.nextRequest()));
        }

        assertThat(refused)
                .allMatch(
                        error -> error.startsWith("OVERLOADED") && error.contains("troupe.gateway.grpc.max-requests"));
        assertThat(answers.subList(0, 10))
                .allSatisfy(answer -> assertThat(get(answer).getError()).isEmpty());
        assertThat(get(asker.ask("java-echo", "k", TestWorker.json("Ping", "{\"text\":\"x\"}")))
                        .getError())
                .isEmpty();
    }

    @Test
    void readsNoMoreRequestsOfAWorkerThatDoesNotReadItsAnswers() {
        open("troupe.gateway.grpc.max-requests = 10");
        var received = new ConcurrentLinkedQueue<Message>();
        var stream = with(TestWorker.withoutStream(door().address())).openHearing(received::add);
        stream.pause();
        int sent = 0;

        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (stream.isReady() || !isBlocked(stream)) {
            assertThat(System.nanoTime())
                    .as("%d requests, and its stream is ready", sent)
                    .isLessThan(patience);
            stream.send(Message.newBuilder()
                    .setRequest(RpcRequest.newBuilder()
                            .setRequestId(Integer.toString(sent++))
                            .setTarget(TestWorker.agent("nobody", "k"))
                            .setPayload(TestWorker.json("Said", '"' + BODY + '"')))
                    .build());
        }
        int all = sent;
        stream.resume();

        await().atMost(PATIENCE).until(() -> received.size() == all);
        System.out.println("A worker that reads no answers was slowed down after " + all + " requests of 2 KB");
    }

    /** Tells whether a stream that is not ready now stays so. */
    private static boolean isBlocked(TestStream<Message> stream) {
        long until = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (System.nanoTime() < until) {
            if (stream.isReady()) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void givesTheRoomOfRequestsThatHaveExpiredToOthersThoughItsWorkerReadsNothing() {
        open("troupe.gateway.grpc { max-outstanding = 10, max-outstanding-bytes = 100 KiB, event-hold = 10m }");
        var worker = worker("slow");
        worker.subscribe("s", "news", "slow"); // held back: nothing is written to it
        var timedOut = new AtomicInteger();
        var body = new JsonPayload("Said", '"' + "x".repeat(30_000) + '"');

        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<JsonPayload>> asks = new ArrayList<>();
            for (int key = 0; key < 20; key++) {
                asks.add(runtime()
                        .ask(AgentId.of("slow", "k" + round + "-" + key), body, Duration.ofMillis(150))
                        .toCompletableFuture());
            }
            asks.forEach(ask -> {
                try {
                    ask.join();
                } catch (CompletionException expected) {
                    timedOut.incrementAndGet();
                }
            });
        }
        var last =
                runtime().send(AgentId.of("slow", "last"), body, SendOptions.DEFAULT.withExpiry(Duration.ofSeconds(1)));

        assertThat(timedOut).hasValue(200);
        assertThat(get(last).failure().orElseThrow().message())
                .as("a worker had room for it")
                .contains("not answered");
    }
}
