package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a bucket does with what it gets. */
class StoredSendsTest extends AgentMachineFixture {
    private static final AgentId OTHER = AgentId.of("test", "other");
    private static final int OUTBOX_LIMIT = 3;
    private static final Failure FAILURE = Failure.of(Failure.Kind.HANDLER_ERROR, "as told");

    private final MemoryFates kept = new MemoryFates(10);
    private final Fates fates = new Fates(kept, Clock.systemUTC());
    private final AgentMachine<StoredSendsAgent.Nothing> bucket = newBucket();

    @Test
    void passesAMessageOnAsItIsOnceItIsStored() {
        var topic = TopicId.of("news", "a");
        var note = types.encode(new TestAgent.Note("one"));
        var message = new Envelope(
                "m1", Envelope.Kind.MESSAGE, SELF, null, topic, note, null, null, null, Long.MAX_VALUE, Map.of());

        take(message, SELF);
        var before = List.copyOf(port.sent);
        store();

        assertThat(before).isEmpty();
        assertThat(port.sent).singleElement().satisfies(sent -> {
            assertThat(sent.ordinal()).isPositive();
            assertThat(StoredSends.isBucket(sent.sender())).isTrue();
            assertThat(StoredSends.shownSender(sent)).isEmpty();
            assertThat(sent.readdressed(null, SELF).withOrdinal(0)).isEqualTo(message);
        });
        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.processed(1, null));
    }

    @Test
    void sendsARepetitionOnceWhileTheFirstIsUnderWay() {
        take(note("m1"), SELF);
        take(note("m1"), SELF);
        store();

        assertThat(port.sent).hasSize(1);
        assertThat(port.outcomes.values()).containsOnly(Outcome.processed(1, null));
    }

    @Test
    void sendsNoRepetitionOfWhatHasHadItsEnd() {
        take(note("m1"), SELF);
        store();
        var sent = port.sent.get(0);
        fates.onSent(sent, (envelope, outcome) -> bucket.onSent(envelope, outcome, 0))
                .settled(sent, Outcome.processed(1, null));

        take(note("m1"), SELF);
        store();

        assertThat(port.sent).hasSize(1);
        assertThat(port.outcomes.get(2L)).isEqualTo(Outcome.processed(1, null));
    }

    @Test
    void sendsAMessageAgainThatWasGivenUpThoughNoEntrySaysSoYet() {
        take(note("m1"), SELF);
        store();
        bucket.onSent(port.sent.get(0), Outcome.deadLettered(1, FAILURE), 0);

        take(note("m1"), SELF);
        store();

        assertThat(port.sent).extracting(Envelope::id).containsExactly("m1", "m1");
        assertThat(bucket.durability().stored().outgoing()).containsExactly(port.sent.get(1));
    }

    @Test
    void passesOneIdOnToEachOfItsRecipients() {
        take(note("m1"), SELF);
        take(note("m1"), OTHER);
        store();
        bucket.onSent(port.sent.get(0), Outcome.processed(1, null), 0);
        take(note("m2"), SELF);
        store();

        assertThat(port.sent).extracting(Envelope::recipient).containsExactly(SELF, OTHER, SELF);
        assertThat(bucket.durability().stored().outgoing()).containsExactlyElementsOf(port.sent.subList(1, 3));
    }

    @Test
    void takesNoMoreAtItsLimitAndGivesNoneUp() {
        List.of("m1", "m2", "m3", "m4").forEach(id -> take(note(id), SELF));
        store();
        turns(Long.MAX_VALUE - 1);
        store();
        var sentBefore = port.sent.size();

        bucket.onSent(port.sent.get(0), Outcome.processed(1, null), 0);
        turns(0);
        store();

        assertThat(sentBefore).isEqualTo(OUTBOX_LIMIT);
        assertThat(port.sent).extracting(Envelope::id).containsExactly("m1", "m2", "m3", "m4");
        assertThat(port.deadLetters).isEmpty();
    }

    @Test
    void takesNothingButDurableSends() {
        bucket.onBatch(batch(note("m1").readdressed(null, AgentId.of(StoredSends.TYPE, "1"))));
        turns(0);

        assertThat(port.outcomes.get(1L).failure().kind()).isEqualTo(Failure.Kind.UNHANDLED);
    }

    private Envelope note(String id) {
        return message(id, null, new TestAgent.Note(id));
    }

    private void take(Envelope message, AgentId recipient) {
        bucket.onBatch(batch(StoredSends.toBucket(message.readdressed(null, recipient), 1, true)));
        turns(0);
    }

    private void turns(long now) {
        var step = bucket.step(now);
        while (step != AgentMachine.Step.IDLE) {
            if (step == AgentMachine.Step.AWAITING) {
                var effect = bucket.awaited().toCompletableFuture().join();
                bucket.onAwaited(effect, null, now);
            }
            bucket.report();
            step = bucket.step(now);
        }
        bucket.report();
    }

    private void store() {
        bucket.durability().onStored(bucket.durability().takeEntries().size(), 0);
        bucket.report();
    }

    private AgentMachine<StoredSendsAgent.Nothing> newBucket() {
        var definition = StoredSends.definition(fates);
        var self = definition.type().ref("0");
        var settings = Settings.of(ConfigFactory.parseString("troupe.agents.outbox-limit = " + OUTBOX_LIMIT)
                .withFallback(ConfigFactory.load()));
        return new AgentMachine<>(
                new AgentMachine.Identity(self.id(), "node", 7),
                settings.limitsOf(definition),
                TurnRunner.activate(
                        definition,
                        MessageTypes.of(List.of(definition), 1 << 20),
                        new TurnContext<>(self, Clock.systemUTC(), Runnable::run)),
                port,
                new Random(1));
    }
}
