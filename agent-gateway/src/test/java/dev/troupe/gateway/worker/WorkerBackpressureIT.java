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
import java.util.Queue;
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
    private static final String LOAD = "x".repeat(16_000);
    private static final int MOST_GROWTH_BYTES = 15 << 20;

    private static final long SECONDS = Long.getLong("troupe.seconds", 20);

    private final AtomicLongArray sent = new AtomicLongArray(SENDERS);
    private final AtomicLongArray heard = new AtomicLongArray(SENDERS);
    private final Queue<String> outOfOrder = new ConcurrentLinkedQueue<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong processed = new AtomicLong();

    private static CloudEvent event(int publisher, long number) {
        return TestWorker.event(publisher + "-" + number, "news", "s", '"' + BODY + '"')
                .build();
    }

    /**
     * Once the queues are full, what is held does not grow. They take 200 messages that are not settled, as text and as bytes,
     * and 50 of them once more as they are written to the worker: 7 MiB; and what is under way in the stream, 8 MiB at most,
     * as far as gRPC opens its window. A queue without a bound would hold what is offered, some hundred times as much.
     */
    @Test
    void losesNothingForAWorkerThatStopsToReadAndGoesOnAndHoldsNoMoreTheLongerItLasts() throws InterruptedException {
        open("troupe.gateway.grpc { max-outstanding = 50, event-hold = 10ms }", "troupe.delivery.max-pending = 200");
        var worker = with(TestWorker.withoutStream(door().address()));
        var stream = worker.openHearing(message -> hear(message.getCloudEvent()));
        worker.register("hear");
        stream.pause();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<Thread> senders = new ArrayList<>();
        for (int number = 0; number < SENDERS; number++) {
            int sender = number;
            senders.add(new Thread(() -> sendUntil(end, sender)));
        }
        senders.forEach(Thread::start);

        var memory = new LiveMemory();
        long most = readNowAndThen(stream, end, memory);
        for (var sender : senders) {
            sender.join();
        }
        stream.resume();

        await().atMost(PATIENCE.multipliedBy(2)).until(() -> stream.read() == sent());
        await().atMost(PATIENCE).until(() -> processed.get() == sent());
        long offeredBytes = (sent() + refused.get()) * LOAD.length();
        System.out.printf(
                "Sent %d, refused %d: %d MiB offered; at most %d not read; MiB on and off the heap: %s; grown by %.1f%n",
                sent(), refused.get(), offeredBytes >> 20, most, memory.samples(), memory.growth() / 1048576.0);
        assertThat(refused).hasPositiveValue();
        assertThat(most).as("200 pending, and what gRPC keeps").isLessThan(5000);
        assertThat(outOfOrder).isEmpty();
        assertThat(memory.samples()).hasSizeGreaterThan(8);
        assertThat(offeredBytes).as("what a queue without a bound would hold").isGreaterThan(20L * MOST_GROWTH_BYTES);
        assertThat(memory.growth()).as("%s", memory.samples()).isLessThan(MOST_GROWTH_BYTES);
    }

    /** Keeps nothing of a message, but that it did not come in its turn. */
    private void hear(CloudEvent event) {
        String[] parts = event.getBinaryData().toStringUtf8().substring(1).split(",", 3);
        if (heard.getAndIncrement(Integer.parseInt(parts[0])) != Long.parseLong(parts[1])) {
            outOfOrder.add(parts[0] + "," + parts[1]);
        }
    }

    private void sendUntil(long end, int sender) {
        while (System.nanoTime() < end) {
            String json = "[" + sender + "," + sent.get(sender) + ",\"" + LOAD + "\"]";
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

    /**
     * Lets a worker read one message after the other, and measures from when all has had time to fill; returns how many were
     * sent and not read at most.
     */
    private long readNowAndThen(TestStream<Message> stream, long end, LiveMemory memory) {
        long pause = Duration.ofSeconds(SECONDS).toNanos() / 20;
        long nextSample = end - 15 * pause;
        long most = 0;
        while (System.nanoTime() < end) {
            stream.resume();
            stream.pause();
            most = Math.max(most, sent() - stream.read());
            // Others have what they need meanwhile.
            get(runtime().ask(AgentId.of("java-echo", "k"), ping(), PATIENCE));
            if (System.nanoTime() > nextSample) {
                memory.sample();
                nextSample += pause;
            }
        }
        return most;
    }

    private long sent() {
        return IntStream.range(0, SENDERS).mapToLong(sent::get).sum();
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
