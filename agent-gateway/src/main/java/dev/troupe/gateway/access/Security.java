package dev.troupe.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What guards the servers: who may do what, and TLS. Takes new files without a restart, until it is closed.
 *
 * <p>Without settings there is none of that, and then servers may listen on loopback only.
 */
public final class Security implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Security.class);
    private static final Pattern LOOPBACK_4 = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1");

    private final @Nullable TokenAccess tokens;
    private final @Nullable Tls tls;
    private final ScheduledExecutorService thread;

    /**
     * Where a server listens.
     *
     * @param key the setting that says so, in full
     */
    public record Door(String key, String host) {
        /** Names are not looked up: what they mean may change. */
        boolean loopback() {
            return LOOPBACK_4.matcher(host).matches() || LOOPBACK.contains(host);
        }
    }

    private Security(@Nullable TokenAccess tokens, @Nullable Tls tls) {
        this.tokens = tokens;
        this.tls = tls;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var daemon = new Thread(task, "troupe-gateway-keys");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /**
     * Reads keys and tokens. Warns, in one line, of doors on loopback that are open to everybody on the machine.
     *
     * @param doors all servers that this will guard
     * @throws IllegalArgumentException if a door is not on loopback and TLS or authentication is not set, or if a file is
     *     missing or wrong; names the keys, or the file, and what is expected
     */
    public static Security start(AccessSettings auth, TlsSettings tls, List<Door> doors) {
        requireGuarded(auth, tls, doors);
        var guard = tls.enabled() ? new Tls(tls, Clock.systemUTC()) : null;
        var security = new Security(auth.enabled() ? new TokenAccess(auth, Clock.systemUTC()) : null, guard);
        if (security.tokens != null) {
            security.repeat("tokens", security.tokens::reload, auth.reloadInterval());
        }
        if (guard != null) {
            security.repeat("certificates", guard::reload, tls.reloadInterval());
        }
        return security;
    }

    public Access access() {
        return tokens == null ? Access.open() : tokens;
    }

    /** Returns what encrypts, if the servers are to. */
    public Optional<Tls> tls() {
        return Optional.ofNullable(tls);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (tokens != null) {
            tokens.close();
        }
    }

    private static void requireGuarded(AccessSettings auth, TlsSettings tls, List<Door> doors) {
        List<String> missing = new ArrayList<>();
        if (!tls.enabled()) {
            missing.add(TlsSettings.SECTION + ".certificate and private-key");
        }
        if (!auth.enabled()) {
            missing.add(AccessSettings.SECTION + ".tokens-file or one of jwt.keys-file, keys-url, secret-file");
        }
        for (Door door : doors) {
            if (!door.loopback() && !missing.isEmpty()) {
                throw new IllegalArgumentException(door.key() + ": \"" + door.host()
                        + "\" (expected: loopback, such as 127.0.0.1, as long as these are not set: "
                        + String.join("; ", missing) + ")");
            }
        }
        if (!auth.enabled() && !doors.isEmpty()) {
            log.warn(
                    "Open to everybody on this machine, for there is no authentication ({}): {}",
                    AccessSettings.SECTION,
                    doors.stream().map(door -> door.key() + " = " + door.host()).collect(Collectors.joining(", ")));
        }
    }

    private void repeat(String what, Runnable reload, Duration interval) {
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        reload.run();
                    } catch (RuntimeException e) {
                        // Else it would never be tried again.
                        log.error("Failed to look for new {}", what, e);
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
