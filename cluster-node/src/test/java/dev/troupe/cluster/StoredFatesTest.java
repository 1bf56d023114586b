package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.engine.FateStore;
import dev.troupe.engine.Settings;
import dev.troupe.engine.SettingsReader;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.store.FateTable;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with what became of messages until the store has it. */
class StoredFatesTest {
    private static final AgentId A = AgentId.of("test", "a/b");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final Failure FAILURE = Failure.of(Failure.Kind.HANDLER_ERROR, "as told");
    private static final Settings.Fates SETTINGS =
            new Settings.Fates(Duration.ofDays(100_000), Duration.ofDays(100_000), 1, 2);

    @TempDir
    Path directory;

    private StoredFates fates;

    @AfterEach
    void close() {
        fates.close();
    }

    @Test
    void keepsTheLastOfWhatIsSaidOfAMessageAndFindsItAgain() {
        fates = open(this::table);

        var stored = fates.keep(entry(Receipt.stored("m1", A)));
        get(fates.keep(entry(Receipt.processed("m1", A, 2))));

        assertThat(get(stored)).isNull();
        assertThat(get(fates.find("m1"))).containsExactly(Receipt.processed("m1", A, 2));
        assertThat(get(fates.find("m2"))).isEmpty();
    }

    @Test
    void keepsAMessageThatWasGivenUpAsItWas() {
        fates = open(this::table);
        var letter = new FateStore.Entry(Receipt.deadLettered("p@test", A, 3, FAILURE), "p", message(), NOW);

        get(fates.keep(letter));

        assertThat(get(fates.deadLetters(null, 5))).containsExactly(letter);
        assertThat(get(fates.find("p@test", A))).contains(letter);
        assertThat(get(fates.replace(letter, Receipt.stored("p@test", A)))).isTrue();
        assertThat(get(fates.find("p@test", A)))
                .hasValueSatisfying(entry -> assertThat(entry.deadLetter()).isNull());
        assertThat(get(fates.find("p"))).containsExactly(Receipt.stored("p@test", A));
    }

    @Test
    void triesAgainWhatTheStoreDoesNotTake() {
        var tries = new AtomicInteger();
        fates = open(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("as told");
            }
            return table();
        });

        get(fates.keep(entry(Receipt.processed("m1", A, 1))));

        assertThat(tries).hasValue(3);
        assertThat(get(fates.find("m1"))).hasSize(1);
    }

    @Test
    void writesMoreThanOneBatch() {
        fates = open(this::table);

        var all = IntStream.range(0, 1_200)
                .mapToObj(number -> fates.keep(entry(Receipt.processed("m" + number, A, 1))))
                .toList();

        all.forEach(StoredFatesTest::get);
        assertThat(get(fates.find("m1199"))).hasSize(1);
    }

    @Test
    void refusesQuestionsBeyondItsLimit() throws Exception {
        var mayOpen = new CountDownLatch(1);
        fates = open(() -> {
            try {
                mayOpen.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return table();
        });
        List<CompletionStage<List<Receipt>>> asked = List.of(fates.find("m1"), fates.find("m2"));

        assertThatThrownBy(() -> get(fates.find("m3")))
                .hasCauseInstanceOf(AgentException.class)
                .hasMessageContaining("OVERLOADED")
                .hasMessageContaining("troupe.fates.open-questions");
        mayOpen.countDown();

        assertThat(asked).allSatisfy(answer -> assertThat(get(answer)).isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(fates.find("m3"))).isEmpty());
    }

    @Test
    void saysThatThereIsNoStore() {
        fates = open(() -> new Store(settings()).fates());

        assertThatThrownBy(() -> get(fates.find("m1")))
                .hasCauseInstanceOf(AgentException.class)
                .hasMessageContaining("no live node has a durable agent type");
    }

    private StoredFates open(Supplier<FateTable> table) {
        return new StoredFates(table, SETTINGS);
    }

    private FateTable table() {
        var store = new Store(settings());
        store.prepare();
        return store.fates();
    }

    private StoreSettings settings() {
        var config = ConfigFactory.parseString("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"")
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        return SettingsReader.read(config, StoreSettings::of);
    }

    private static FateStore.Entry entry(Receipt receipt) {
        return new FateStore.Entry(receipt, null, null, NOW);
    }

    private static Envelope message() {
        var payload = new Payload("test.Note", "{\"text\":\"é\"}".getBytes(StandardCharsets.UTF_8));
        return new Envelope(
                "p@test", Envelope.Kind.MESSAGE, A, null, null, payload, null, null, "c", 9, Map.of("tenant", "acme"));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
