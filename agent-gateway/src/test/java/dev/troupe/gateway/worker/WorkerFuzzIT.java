package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever workers send: the door says what is wrong with it, goes on, and keeps nothing of it. */
class WorkerFuzzIT extends WorkerFixture {
    private static final int INPUTS = Integer.getInteger("troupe.inputs", 8000);
    private static final long SEED = Long.getLong("troupe.seed", 1);
    private static final int UNDER_WAY = 40;
    /** Kept, since such a logger forgets its handlers when nobody does. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private final Random random = new Random(SEED);
    private final FuzzedInput input = new FuzzedInput(random);
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private final Map<Status.Code, Queue<String>> ends = new ConcurrentHashMap<>();
    private final Queue<String> thrown = new ConcurrentLinkedQueue<>();
    private final LogbackWatch logback = new LogbackWatch();
    private final Handler grpc = new GrpcWatch();
    private int inputs;

    @BeforeEach
    void watchTheLogs() {
        logback.start();
        root().addAppender(logback);
        GRPC.addHandler(grpc);
        root().setLevel(Level.ERROR); // what is dropped is a line each
    }

    @AfterEach
    void watchNoMore() {
        root().detachAppender(logback);
        root().setLevel(Level.WARN);
        GRPC.removeHandler(grpc);
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void survivesWhateverWorkersSend() throws InterruptedException {
        open("troupe.gateway.grpc { request-timeout = 1s, event-hold = 1ms }", "troupe.delivery.expiry = 5s");
        var good = worker("echo");
        good.answerWith(TestWorker.echo());
        good.subscribe("good", "news", "echo");
        List<ManagedChannel> connections = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            connections.add(Grpc.newChannelBuilder(door().address(), InsecureChannelCredentials.create())
                    .build());
        }
        fuzz(connections, INPUTS / 2);
        awaitNothingLeft(good);
        int threads = Thread.activeCount();

        fuzz(connections, INPUTS / 2);
        awaitNothingLeft(good);

        ends.forEach((code, texts) -> System.out.println(
                "Seed " + SEED + ": " + texts.size() + " calls ended with " + code + ", as " + texts.peek()));
        assertThat(ends).doesNotContainKeys(Status.Code.UNKNOWN, Status.Code.INTERNAL);
        assertThat(thrown).isEmpty();
        assertThat(get(good.ask("echo", "k", TestWorker.json("Said", "1"))).getError())
                .isEmpty();
        assertThat(Thread.activeCount()).as("threads, after %d", threads).isLessThanOrEqualTo(threads + 10);
        connections.forEach(ManagedChannel::shutdownNow);
    }

    /** All calls end, and what they registered is gone. */
    private void awaitNothingLeft(TestWorker good) throws InterruptedException {
        assertThat(room.tryAcquire(UNDER_WAY, TestWorker.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        room.release(UNDER_WAY);
        await().atMost(PATIENCE).until(() -> door().status().workers() == 1);
        await().atMost(PATIENCE).until(() -> good.subscriptions().size() == 1);
        await().atMost(PATIENCE)
                .until(() -> runtime().external().directory().all().size() == 2);
    }

    private void fuzz(List<ManagedChannel> connections, int count) throws InterruptedException {
        Deque<ClientCall<byte[], byte[]>> open = new ArrayDeque<>();
        Collection<MethodDescriptor<?, ?>> methods =
                AgentRpcGrpc.getServiceDescriptor().getMethods();
        List<MethodDescriptor<?, ?>> all = new ArrayList<>(methods);
        for (int end = inputs + count; inputs < end; ) {
            var method = all.get(random.nextInt(all.size()));
            while (!room.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                var oldest = open.poll();
                if (oldest != null) {
                    oldest.cancel("it was open long enough", null);
                }
            }
            var call = begin(connections.get(random.nextInt(connections.size())), method);
            if (method.getType() == MethodDescriptor.MethodType.UNARY) {
                send(call, method);
                call.halfClose();
                continue;
            }
            for (int messages = random.nextInt(6); messages > 0; messages--) {
                send(call, method);
            }
            switch (random.nextInt(4)) {
                case 0 -> call.halfClose();
                case 1 -> call.cancel("at random", null);
                default -> open.add(call);
            }
        }
        open.forEach(call -> call.cancel("over", null));
    }

    private void send(ClientCall<byte[], byte[]> call, MethodDescriptor<?, ?> method) {
        inputs++;
        call.sendMessage(input.message(String.valueOf(method.getBareMethodName())));
    }

    private ClientCall<byte[], byte[]> begin(ManagedChannel connection, MethodDescriptor<?, ?> method) {
        var raw = method.toBuilder(new Bytes(), new Bytes()).build();
        ClientCall<byte[], byte[]> call =
                connection.newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ends.computeIfAbsent(status.getCode(), code -> new ConcurrentLinkedQueue<>())
                                .add(method.getBareMethodName() + ": " + status.getDescription());
                        room.release();
                    }
                },
                input.headers());
        call.request(100_000);
        return call;
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Keeps errors, and whatever has a stack trace. */
    private final class LogbackWatch extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
                thrown.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            }
        }
    }

    private final class GrpcWatch extends Handler {
        @Override
        public void publish(LogRecord event) {
            if (event.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                thrown.add(event.getLoggerName() + ": " + event.getMessage() + " " + event.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
