package dev.troupe.gateway.http;

import dev.troupe.agent.Receipt;
import dev.troupe.gateway.access.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What this node remembers of the messages that came in here: the newest, for some time. Thread-safe. */
final class SendWindow {
    /** Where a message is while nothing final is known of it. */
    enum Outcome {
        /** In the store. */
        STORED,
        /** In the memory of this node. */
        ACCEPTED,
        /** Published, and nobody is subscribed. */
        NO_RECIPIENTS
    }

    /** A message is on its way. */
    record Begun(Outcome outcome, List<Receipt> receipts) {}

    /**
     * One message.
     *
     * @param fingerprint of what was sent and where to
     * @param target the agent or the topic
     * @param begun fails if it did not begin
     * @param settled completes with the ends of a message in memory; never for one in the store
     */
    record Entry(
            String messageId,
            String fingerprint,
            Resource target,
            CompletableFuture<Begun> begun,
            CompletableFuture<List<Receipt>> settled,
            Instant at) {}

    private final int limit;
    private final Duration keep;
    private final Clock clock;
    /** Oldest first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    SendWindow(HttpSettings.Sends settings, Clock clock) {
        this.limit = settings.window();
        this.keep = settings.keep();
        this.clock = clock;
    }

    /** Returns what is known under the id; null if it is new, and then it is known from now on as {@code fresh}. */
    synchronized @Nullable Entry putIfAbsent(Entry fresh) {
        forgetOld();
        Entry known = entries.putIfAbsent(fresh.messageId(), fresh);
        if (entries.size() > limit) {
            entries.remove(entries.keySet().iterator().next());
        }
        return known;
    }

    synchronized @Nullable Entry find(String messageId) {
        forgetOld();
        return entries.get(messageId);
    }

    /** Forgets a message that did not begin, so that it may come again. */
    synchronized void remove(Entry entry) {
        entries.remove(entry.messageId(), entry);
    }

    synchronized int size() {
        return entries.size();
    }

    Entry fresh(String messageId, String fingerprint, Resource target) {
        return new Entry(
                messageId, fingerprint, target, new CompletableFuture<>(), new CompletableFuture<>(), clock.instant());
    }

    private void forgetOld() {
        Instant before = clock.instant().minus(keep);
        var oldest = entries.values().iterator();
        while (oldest.hasNext() && oldest.next().at().isBefore(before)) {
            oldest.remove();
        }
    }
}
