package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that another service publishes, over a socket. */
class KeyUrlIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Signer OLD = Signer.ed25519("old");
    private static final Signer NEW = Signer.ed25519("new");

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile String body = Signer.set(OLD);
    private volatile int status = 200;
    private volatile boolean hold;
    private HttpServer server;

    @BeforeEach
    void publish() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            awaitRelease();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        held.countDown();
        server.stop(0);
    }

    @Test
    void fetchesKeysAndThoseThatATokenNamesAndAreNew() {
        try (var access = access("unknown-key-interval = 10ms")) {
            awaitKnown(access, OLD);

            body = Signer.set(NEW);
            awaitKnown(access, NEW);

            assertThatThrownBy(() -> access.authenticate(bearer(OLD)))
                    .hasMessageContaining("signed with a key that is not known");
        }
    }

    @Test
    void asksForUnknownKeysAtMostOncePerInterval() {
        try (var access = access("unknown-key-interval = 1h")) {
            awaitKnown(access, OLD);
            int before = asked.get();

            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> access.authenticate(bearer(NEW))).isInstanceOf(AccessDeniedException.class);
            }

            assertThat(before).isGreaterThanOrEqualTo(1);
            assertThat(asked.get()).isLessThanOrEqualTo(2); // the first at the start, one for the unknown key
        }
    }

    @Test
    void keepsOldKeysWhenTheAddressFails() {
        try (var log = new LogLines();
                var access = access("keys-refresh = 20ms")) {
            awaitKnown(access, OLD);

            status = 500;
            awaitError(log, "500");
            status = 200;
            body = "<html>";
            awaitError(log, "not a JSON Web Key Set");
            body = Signer.set(Signer.secret("shared"));
            awaitError(log, "no key to be used");
            server.stop(0);
            awaitError(log, "refused");

            assertThat(access.authenticate(bearer(OLD)).name()).isEqualTo("worker-7");
        }
    }

    @Test
    void refusesAtOnceWhileNoKeysHaveComeYet() {
        hold = true;
        try (var access = access("keys-timeout = 10m")) {
            await().atMost(PATIENCE).until(() -> asked.get() == 1);

            assertThatThrownBy(() -> access.authenticate(bearer(OLD)))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessage("the token is signed with a key that is not known, or not known yet");

            held.countDown();
            awaitKnown(access, OLD);
        }
    }

    private TokenAccess access(String settings) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
        return new TokenAccess(Given.auth("jwt { keys-url = \"" + url + "\"\n" + settings + " }"), Clock.systemUTC());
    }

    private static void awaitKnown(TokenAccess access, Signer signer) {
        await("key of " + signer.key().getKeyId())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(AccessDeniedException.class)
                .until(() -> access.authenticate(bearer(signer)).name().equals("worker-7"));
    }

    private static void awaitError(LogLines log, String why) {
        await("error: " + why)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.all())
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("ERROR No new keys from http://127.0.0.1:")
                                .contains("1 older ones stay in use")
                                .contains(why)));
    }

    private static String bearer(Signer signer) {
        return "Bearer " + signer.sign(Signer.claims());
    }

    private void awaitRelease() {
        try {
            if (hold) {
                held.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
