package dev.troupe.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.engine.DeadLetterStore;
import dev.troupe.engine.MemoryFates;
import dev.troupe.engine.Owner;
import dev.troupe.engine.Settings;
import dev.troupe.engine.StoredLetters;
import dev.troupe.engine.counters.EngineCounters;
import dev.troupe.engine.ledger.LedgerRow;
import dev.troupe.engine.ledger.NodeLedger;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the lanes of a node find when they compare their books by themselves. */
class LanesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 10;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Settings settings =
            Settings.of(ConfigFactory.parseString("troupe.ledger.period = 20ms").withFallback(ConfigFactory.load()));
    private final NodeLedger ledger = new NodeLedger(settings.delivery().lanes(), 10);
    private final EngineCounters counters = new EngineCounters();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void noticeByThemselvesThatAMessageWasDropped() {
        var lanes = start(ForgetfulOffers::new);

        send(lanes);

        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(ledger.imbalance()).isEqualTo(1);
            return true;
        });
    }

    @Test
    void sayWhatIsInFlightAndThatNothingIsMissing() throws Exception {
        var lanes = start(Offers::new);

        send(lanes);
        var books = lanes.books().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(books.imbalance()).isZero();
        assertThat(books.rows()).extracting(LedgerRow::tenant).containsExactly("globex");
        assertThat(books.rows()).extracting(LedgerRow::accepted).containsExactly((long) MESSAGES);
        assertThat(books.rows()).extracting(LedgerRow::inFlight).containsExactly((long) MESSAGES);
    }

    private Lanes start(Supplier<? extends Offers> newOffers) {
        var letters = new StoredLetters(new MemoryFates(10), envelope -> new CompletableFuture<>());
        var deadLetters =
                new DeadLetterStore(10, Clock.systemUTC(), counters, envelope -> new CompletableFuture<>(), letters);
        var setup = new LaneActor.Setup(
                settings.delivery(), Clock.systemUTC(), new Nowhere(), deadLetters, counters, ledger);
        return Lanes.start(kit.system(), new Lanes.Origin("node", 1), settings, setup, newOffers);
    }

    private static void send(Lanes lanes) {
        for (int number = 1; number <= MESSAGES; number++) {
            lanes.post(message(number), (envelope, outcome) -> {});
        }
    }

    private static Envelope message(int number) {
        return new Envelope(
                "m" + number,
                Envelope.Kind.MESSAGE,
                AgentId.of("test", "globex/b"),
                null,
                null,
                new Payload("test.Note", new byte[0]),
                null,
                null,
                null,
                Long.MAX_VALUE,
                Map.of());
    }

    /** Loses the first message that it should hand to its lane. */
    private static final class ForgetfulOffers extends Offers {
        private boolean forgot;

        @Override
        boolean take(int limit, BiConsumer<Envelope, Owner> lane) {
            return super.take(limit, (envelope, owner) -> {
                if (forgot) {
                    lane.accept(envelope, owner);
                }
                forgot = true;
            });
        }
    }

    /** A network that carries nothing. */
    private static final class Nowhere implements Transport {
        @Override
        public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {}

        @Override
        public void start(AgentId agent) {}

        @Override
        public void tell(Envelope envelope) {}

        @Override
        public void report(AgentId from, Report<Outcome> report) {}
    }
}
