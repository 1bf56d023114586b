package dev.troupe.gateway.worker;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link TestWorker}, which may stop to read. */
final class TestStream<M> implements ClientResponseObserver<M, M> {
    private final Consumer<M> onMessage;
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final AtomicLong read = new AtomicLong();
    private @Nullable ClientCallStreamObserver<M> call;
    private @Nullable StreamObserver<M> out;
    private boolean reading = true;
    private boolean owes;

    TestStream(Consumer<M> onMessage) {
        this.onMessage = onMessage;
    }

    /** Says where it writes, which the call that opens it returns. */
    void writeTo(StreamObserver<M> requests) {
        out = requests;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<M> requests) {
        call = requests;
        requests.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(M message) {
        read.incrementAndGet();
        onMessage.accept(message);
        synchronized (this) {
            owes = !reading;
            if (owes) {
                return;
            }
        }
        call().request(1);
    }

    /** Reads one more message at most, until {@link #resume}. */
    synchronized void pause() {
        reading = false;
    }

    void resume() {
        synchronized (this) {
            reading = true;
            if (!owes) {
                return;
            }
            owes = false;
        }
        call().request(1);
    }

    /** Returns how many messages it has read. */
    long read() {
        return read.get();
    }

    synchronized void send(M message) {
        out().onNext(message);
    }

    /** Tells whether what is sent now is not merely kept in memory. */
    boolean isReady() {
        return call().isReady();
    }

    /** Says that nothing more comes. */
    synchronized void complete() {
        out().onCompleted();
    }

    void cancel() {
        call().cancel("as the test wants", null);
    }

    /** Completes when the stream has ended, {@code OK} if without an error. */
    CompletableFuture<Status> ended() {
        return ended;
    }

    @Override
    public void onError(Throwable thrown) {
        ended.complete(Status.fromThrowable(thrown));
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
    }

    private ClientCallStreamObserver<M> call() {
        if (call == null) {
            throw new IllegalStateException("not started");
        }
        return call;
    }

    private StreamObserver<M> out() {
        if (out == null) {
            throw new IllegalStateException("not started");
        }
        return out;
    }
}
