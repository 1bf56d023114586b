package dev.troupe.chat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Keeps what a stream brings. Asks for everything, or for nothing until it is told to. */
public final class Watching implements Flow.Subscriber<RunItem> {
    private final List<RunItem> items = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<RunItem>> all = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final long atOnce;

    private Watching(long atOnce) {
        this.atOnce = atOnce;
    }

    public static Watching all(Flow.Publisher<RunItem> stream) {
        return subscribed(new Watching(Long.MAX_VALUE), stream);
    }

    public static Watching patient(Flow.Publisher<RunItem> stream) {
        return subscribed(new Watching(0), stream);
    }

    private static Watching subscribed(Watching watching, Flow.Publisher<RunItem> stream) {
        stream.subscribe(watching);
        return watching;
    }

    public void request(long count) {
        subscription.join().request(count);
    }

    public void cancel() {
        subscription.join().cancel();
    }

    /** Completes with everything, or fails as the stream does. */
    public CompletableFuture<List<RunItem>> whole() {
        return all;
    }

    public List<RunItem> soFar() {
        return List.copyOf(items);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        if (atOnce > 0) {
            given.request(atOnce);
        }
    }

    @Override
    public void onNext(RunItem item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
        all.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        all.complete(soFar());
    }
}
