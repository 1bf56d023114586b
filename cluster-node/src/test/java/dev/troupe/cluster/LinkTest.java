package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ends of a link in one actor system. */
class LinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AgentId AGENT = AgentId.of("test", "a");

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Wire.Connect> connects = kit.createTestProbe();
    private final TestProbe<AgentActor.Deliver> arrived = kit.createTestProbe();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger dropped = new AtomicInteger();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void carriesInOrderOnceTheOtherNodeReceives() {
        var link = link(1 << 20);
        carry(link, 1, 100);
        receivers("node#1").tell(connects.receiveMessage(PATIENCE));
        carry(link, 101, 200);

        for (int number = 1; number <= 200; number++) {
            assertThat(arrived.receiveMessage(PATIENCE).batch().number()).isEqualTo(number);
        }
    }

    @Test
    void dropsAndCountsWhatIsOverItsBufferWhileNobodyReceives() {
        int eachBytes = batch(1).batch().entries().get(0).message().bytes();
        var link = link(10L * eachBytes);
        carry(link, 1, 15);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(dropped).hasValue(5));
        assertThat(waiting).as("bytes that wait").hasValue(10L * eachBytes);
        receivers("node#1").tell(connects.receiveMessage(PATIENCE));

        assertThat(arrived.receiveSeveralMessages(10, PATIENCE)).hasSize(10);
        assertThat(dropped).hasValue(5);
        assertThat(waiting).hasValue(0);
    }

    @Test
    void receivesNothingFromANodeThatIsNoMember() {
        var link = link(1 << 20);
        carry(link, 1, 1);
        var receivers = receivers("another#1");
        receivers.tell(connects.receiveMessage(PATIENCE));
        receivers.tell(connects.receiveMessage(PATIENCE)); // it asks again

        arrived.expectNoMessage(Duration.ofMillis(200));
    }

    @Test
    void carriesToANewReceiverAfterTheOldOneWasForgotten() {
        var link = link(1 << 20);
        var receivers = receivers("node#1");
        var connect = connects.receiveMessage(PATIENCE);
        receivers.tell(connect);
        carry(link, 1, 1);
        long first = arrived.receiveMessage(PATIENCE).batch().number();

        receivers.tell(new LinkReceivers.Forget("node#1"));
        receivers.tell(connect);
        carry(link, 2, 2);

        assertThat(first).isEqualTo(1);
        assertThat(arrived.fishForMessage(
                        PATIENCE,
                        deliver -> deliver.batch().number() == 2
                                ? org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                                : org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore()))
                .hasSize(1);
    }

    @Test
    void receivesNoMoreFromANodeThatHasLeftThoughItsLinkStillCarries() {
        var link = link(1 << 20);
        Set<String> members = ConcurrentHashMap.newKeySet();
        members.add("node#1");
        receivers(members::contains).tell(connects.receiveMessage(PATIENCE));
        carry(link, 1, 1);
        long first = arrived.receiveMessage(PATIENCE).batch().number();

        members.clear();
        carry(link, 2, 2);

        assertThat(first).isEqualTo(1);
        arrived.expectNoMessage(Duration.ofMillis(200));
    }

    private ActorRef<Link.Command> link(long bufferBytes) {
        var setup = new Link.Setup("node#1", connects.getRef()::tell, bufferBytes, dropped::incrementAndGet, waiting);
        return kit.spawn(Link.create(setup));
    }

    private ActorRef<LinkReceivers.Command> receivers(String member) {
        return receivers(member::equals);
    }

    private ActorRef<LinkReceivers.Command> receivers(Predicate<String> isMember) {
        return kit.spawn(
                LinkReceivers.create(new LinkReceivers.Setup(isMember, arrived.getRef()::tell, LinkTest::noReport)));
    }

    private static void noReport(LaneActor.Reported reported) {
        throw new AssertionError(reported);
    }

    private static void carry(ActorRef<Link.Command> link, int first, int last) {
        for (int number = first; number <= last; number++) {
            link.tell(new Link.CarryBatch(batch(number)));
        }
    }

    private static AgentActor.Deliver batch(long number) {
        var envelope = new Envelope(
                "m" + number,
                Envelope.Kind.MESSAGE,
                AGENT,
                null,
                null,
                new Payload("test.Note", new byte[100]),
                null,
                null,
                null,
                Long.MAX_VALUE,
                Map.of());
        return new AgentActor.Deliver(
                AGENT,
                new Batch<>(
                        new StreamId("node#0", 1), number, number, 0, List.of(new Batch.Entry<>(number, envelope))));
    }
}
