package dev.troupe.gateway.http;

import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events of all topics, for those who read them here. One live listener fills it, from the first reader on.
 * Readers keep nothing but their place in it, so a slow one costs no memory: what it has not read may go. Thread-safe.
 */
final class EventWindow implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventWindow.class);
    private static final int PAGE_EVENTS = 64;
    private static final int PAGE_BYTES = 256 << 10;
    private static final int OVERHEAD_BYTES = 256;

    /** An event with its place in this window. */
    record Kept(long place, PublishedEvent event, int bytes) {}

    /**
     * What comes after a place.
     *
     * @param missed whether something after the place has gone, so that {@code events} do not follow it
     * @param latest the place to go on at
     */
    record Page(List<Kept> events, boolean missed, long latest) {}

    /** The events of one topic, known as long as it has some or is read; {@code gone} is the place of the newest that is no longer among them. */
    private static final class Topic {
        final Deque<Kept> events = new ArrayDeque<>();
        final List<CompletableFuture<Void>> waiting = new ArrayList<>();
        int readers;
        long gone;
    }

    /** Hears all events. */
    @FunctionalInterface
    interface Listening {
        AutoCloseable listen(Consumer<PublishedEvent> listener);
    }

    private final Listening listening;
    private final HttpSettings.Streams settings;
    /** Tells the places of this window from those of another node, or of an earlier life. */
    private final String name = UUID.randomUUID().toString().substring(0, 8);

    private final AtomicInteger readers = new AtomicInteger();
    private final Map<Long, TopicId> places = new LinkedHashMap<>();
    private final Map<TopicId, Topic> topics = new HashMap<>();
    private long latest;
    private long gone;
    private long bytes;
    private @Nullable AutoCloseable listener;
    private boolean closed;

    EventWindow(Listening listening, HttpSettings.Streams settings) {
        this.listening = listening;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    /** Lets a reader in, unless there are too many. */
    boolean enter(TopicId id) {
        if (readers.incrementAndGet() > settings.maxStreams()) {
            readers.decrementAndGet();
            return false;
        }
        listen(id);
        return true;
    }

    synchronized void leave(TopicId id) {
        readers.decrementAndGet();
        var topic = topics.get(id);
        if (topic != null) {
            topic.readers--;
            forgetIfUnused(id, topic);
        }
    }

    int readers() {
        return readers.get();
    }

    boolean isFull() {
        return readers.get() >= settings.maxStreams();
    }

    private synchronized void listen(TopicId id) {
        topics.computeIfAbsent(id, key -> newTopic()).readers++;
        if (listener == null && !closed) {
            listener = listening.listen(this::add);
        }
    }

    /** Returns the place of the newest event, where a reader begins that wants only what is new. */
    synchronized long latest() {
        return latest;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    void add(PublishedEvent event) {
        List<CompletableFuture<Void>> waiting;
        synchronized (this) {
            int size = event.payload().json().getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
            var topic = topics.computeIfAbsent(event.topic(), id -> newTopic());
            topic.events.add(new Kept(++latest, event, size));
            places.put(latest, event.topic());
            bytes += size;
            if (topic.events.size() > settings.topicEvents()) {
                drop(event.topic(), topic);
            }
            while (places.size() > settings.windowEvents() || (bytes > settings.windowBytes() && places.size() > 1)) {
                dropOldest();
            }
            waiting = List.copyOf(topic.waiting);
            topic.waiting.clear();
        }
        waiting.forEach(reader -> reader.complete(null));
    }

    private Topic newTopic() {
        var topic = new Topic();
        topic.gone = gone;
        return topic;
    }

    private void dropOldest() {
        var oldest = places.entrySet().iterator().next();
        gone = oldest.getKey();
        var topic = topics.get(oldest.getValue());
        if (topic != null) {
            drop(oldest.getValue(), topic);
        }
    }

    private void drop(TopicId id, Topic topic) {
        var event = topic.events.remove();
        topic.gone = event.place();
        places.remove(event.place());
        bytes -= event.bytes();
        forgetIfUnused(id, topic);
    }

    private void forgetIfUnused(TopicId id, Topic topic) {
        if (topic.events.isEmpty() && topic.readers == 0 && topic.gone <= gone) {
            topics.remove(id);
        }
    }

    /** Completes with what comes after a place; with an empty page if that is nothing for some time. */
    CompletionStage<Page> after(TopicId id, long place, Duration patience) {
        CompletableFuture<Void> news;
        synchronized (this) {
            var page = page(id, place);
            if (page.missed() || !page.events().isEmpty() || closed) {
                return CompletableFuture.completedFuture(page);
            }
            news = new CompletableFuture<>();
            topics.computeIfAbsent(id, key -> newTopic()).waiting.add(news);
        }
        return news.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(woken -> afterWait(id, place));
    }

    /** Returns what comes after a place. */
    synchronized Page now(TopicId id, long place) {
        return page(id, place);
    }

    private synchronized Page afterWait(TopicId id, long place) {
        var topic = topics.get(id);
        if (topic != null) {
            topic.waiting.removeIf(CompletableFuture::isDone);
        }
        return page(id, place);
    }

    private Page page(TopicId id, long place) {
        var topic = topics.get(id);
        if (topic == null) {
            return new Page(List.of(), place < gone, latest);
        }
        List<Kept> events = new ArrayList<>();
        int size = 0;
        for (Kept kept : topic.events) {
            if (kept.place() > place && events.size() < PAGE_EVENTS && (events.isEmpty() || size < PAGE_BYTES)) {
                events.add(kept);
                size += kept.bytes();
            }
        }
        long next = events.isEmpty() ? latest : events.get(events.size() - 1).place();
        return new Page(events, place < topic.gone, next);
    }

    /** Returns the number of events that are kept. */
    synchronized int size() {
        return places.size();
    }

    @Override
    public void close() {
        AutoCloseable open;
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            open = listener;
            listener = null;
            topics.values().forEach(topic -> waiting.addAll(topic.waiting));
        }
        waiting.forEach(reader -> reader.complete(null));
        if (open != null) {
            close(open);
        }
    }

    private static void close(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            log.warn("The listener for streams of events did not close", e);
        }
    }
}
