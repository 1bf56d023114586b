package dev.troupe.gateway.access;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.http.Get;
import org.jose4j.jwk.JsonWebKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that somebody publishes. A thread of its own fetches them: at the start, regularly, and when a token names one
 * that is not known. If that fails, the keys of before stay.
 */
final class KeyUrl implements KeySource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyUrl.class);
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final AccessSettings.Jwt settings;
    private final Get http = new Get();
    private final ScheduledExecutorService thread;
    private final AtomicLong mayAskAt = new AtomicLong(System.nanoTime());
    private volatile List<JsonWebKey> keys = List.of();
    private String complaint = ""; // of the thread

    private KeyUrl(AccessSettings.Jwt settings) {
        this.settings = settings;
        int millis = (int) settings.keysTimeout().toMillis();
        http.setConnectTimeout(millis);
        http.setReadTimeout(millis);
        http.setRetries(0);
        http.setResponseBodySizeLimit(MOST_BYTES);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, "troupe-gateway-keys-url");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    static KeyUrl start(AccessSettings.Jwt settings) {
        var url = new KeyUrl(settings);
        url.thread.execute(url::fetchRegularly);
        return url;
    }

    @Override
    public List<JsonWebKey> keys() {
        return keys;
    }

    @Override
    public void missing() {
        long now = System.nanoTime();
        long from = mayAskAt.get();
        if (now - from >= 0
                && mayAskAt.compareAndSet(
                        from, now + settings.unknownKeyInterval().toNanos())) {
            try {
                thread.execute(this::fetch);
            } catch (RejectedExecutionException e) {
                // Closed; nobody needs them any more.
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void fetchRegularly() {
        fetch();
        var next = keys.isEmpty() && FIRST_RETRY.compareTo(settings.keysRefresh()) < 0
                ? FIRST_RETRY
                : settings.keysRefresh();
        if (!thread.isShutdown()) {
            var unused = thread.schedule(this::fetchRegularly, next.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void fetch() {
        try {
            var response = http.get(settings.keysUrl());
            keys = KeyFiles.parse(settings.keysUrl(), response.getBody(), false);
            complaint = "";
            log.debug("Fetched {} keys from {}", keys.size(), settings.keysUrl());
        } catch (IOException | RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Once per reason: until there are keys, it is tried every second. */
    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            log.error("No new keys from {}, {} older ones stay in use: {}", settings.keysUrl(), keys.size(), reason);
        }
    }
}
