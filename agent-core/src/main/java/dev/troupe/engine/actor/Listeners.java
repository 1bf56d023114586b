package dev.troupe.engine.actor;

import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicPattern;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live listeners of one node, each with a thread and a bounded queue of its own. Thread-safe. */
public final class Listeners implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private record Listener(TopicPattern topics, Consumer<PublishedEvent> consumer, ExecutorService thread) {}

    private final int buffer;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();

    public Listeners(int buffer) {
        this.buffer = buffer;
    }

    public AutoCloseable add(TopicPattern topics, Consumer<PublishedEvent> consumer) {
        var thread = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(buffer), work -> {
            var made = new Thread(work, "troupe-listener");
            made.setDaemon(true);
            return made;
        });
        thread.setRejectedExecutionHandler((work, executor) -> dropped.incrementAndGet());
        var listener = new Listener(topics, consumer, thread);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            thread.shutdown();
        };
    }

    public void show(PublishedEvent event) {
        for (var listener : listeners) {
            if (listener.topics().matches(event.topic())) {
                listener.thread().execute(() -> hear(listener, event));
            }
        }
    }

    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Returns how many events were dropped because a listener was slow. */
    public long dropped() {
        return dropped.get();
    }

    private static void hear(Listener listener, PublishedEvent event) {
        try {
            listener.consumer().accept(event);
        } catch (RuntimeException e) {
            log.warn("A listener failed on {} of {}", event.messageId(), event.topic(), e);
        }
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.thread().shutdown());
        listeners.clear();
    }
}
