package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The requests that agents await, and those that are given up. */
class EntranceTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId B = AgentId.of("test", "b");
    private static final Payload PAYLOAD = new Payload("test.Read", new byte[0]);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long NOW = 1_000;

    private final Lanes lanes = new Lanes();
    private final List<Runnable> timeOuts = new ArrayList<>();
    private final Entrance entrance = new Entrance(
            "node",
            Settings.of(
                    ConfigFactory.parseString("troupe.delivery.max-pending = 1").withFallback(ConfigFactory.load())),
            Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC),
            new OpenRequests((millis, task) -> {
                timeOuts.add(task);
                return () -> {};
            }),
            lanes);

    @Test
    void asksAtOnceInTheNameOfTheAgentAndCompletesWithTheAnswer() {
        var answer =
                entrance.ask(current(null, 3_000, Map.of("tenant", "acme")), B, PAYLOAD, TIMEOUT, payload -> payload);

        var request = lanes.posted.get(0);
        lanes.owners.get(0).settled(request, Outcome.processed(1, Answer.of(PAYLOAD)));

        assertThat(request.sender()).isEqualTo(A);
        assertThat(request.asker()).isEqualTo(AgentId.of(Outside.TYPE, "node"));
        assertThat(request.headers()).containsEntry("tenant", "acme");
        assertThat(request.deadline()).isEqualTo(NOW + TIMEOUT.toMillis());
        assertThat(answer).isCompletedWithValue(PAYLOAD);
    }

    @Test
    void waitsNoLongerThanTheAskerOfTheAgentDoes() {
        var unused = entrance.ask(
                current(AgentId.of("test", "asker"), 3_000, Map.of()), B, PAYLOAD, TIMEOUT, payload -> payload);

        assertThat(lanes.posted).singleElement().extracting(Envelope::deadline).isEqualTo(3_000L);
    }

    @Test
    void failsACircleAtOnceAndSendsNothing() {
        var answer = entrance.ask(current(null, 3_000, Map.of()), A, PAYLOAD, TIMEOUT, payload -> payload);

        assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
        assertThat(lanes.posted).isEmpty();
    }

    @Test
    void sendsACancellationAfterARequestThatIsGivenUpAndKeepsItsRoomUntilBothAreSettled() {
        var answer = entrance.ask(B, PAYLOAD, TIMEOUT, payload -> payload);

        answer.cancel(true);
        lanes.owners.get(0).settled(lanes.posted.get(0), Outcome.deadLettered(0, Failures.CANCELLED));
        var refused = entrance.ask(B, PAYLOAD, TIMEOUT, payload -> payload);
        lanes.owners.get(1).settled(lanes.posted.get(1), Outcome.processed(1, null));
        var taken = entrance.ask(B, PAYLOAD, TIMEOUT, payload -> payload);

        assertThat(lanes.posted.get(1).kind()).isEqualTo(Envelope.Kind.CANCEL);
        assertThat(lanes.posted.get(1).correlationId())
                .isEqualTo(lanes.posted.get(0).id());
        assertThat(refused).isCompletedExceptionally();
        assertThat(taken).isNotDone();
    }

    @Test
    void cancelsARequestThatTimesOutButNoneThatIsSettled() {
        var answer = entrance.ask(B, PAYLOAD, TIMEOUT, payload -> payload);
        timeOuts.get(0).run();
        lanes.owners.forEach(owner -> owner.settled(lanes.posted.get(0), Outcome.processed(1, null)));
        var deferred = entrance.ask(B, PAYLOAD, TIMEOUT, payload -> payload);
        lanes.owners.get(2).settled(lanes.posted.get(2), Outcome.processed(1, null));

        deferred.cancel(true);

        assertThat(answer.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("no answer after 5.0 s");
        assertThat(lanes.posted)
                .extracting(Envelope::kind)
                .containsExactly(Envelope.Kind.MESSAGE, Envelope.Kind.CANCEL, Envelope.Kind.MESSAGE);
    }

    @Test
    void tellsNobodyOfThoseWhoWaitedOnceARequestThatWasGivenUpIsSentAgain() {
        var unused =
                entrance.ask(current(null, 3_000, Map.of("tenant", "acme")), B, PAYLOAD, TIMEOUT, payload -> payload);

        lanes.owners.get(0).settled(lanes.posted.get(0), Outcome.deadLettered(0, Failures.CANCELLED));
        entrance.sendAgain(lanes.posted.get(0));

        assertThat(lanes.posted.get(0).headers()).containsKey(Waiting.HEADER);
        assertThat(lanes.posted.get(1).headers()).isEqualTo(Map.of("tenant", "acme"));
    }

    @Test
    void sendsWhatWasGivenUpAgainAsANewMessageOfItsSender() {
        entrance.sendAgain(current(null, 3_000, Map.of()).withOrdinal(7));

        assertThat(lanes.posted.get(0).ordinal()).isZero();
    }

    @Test
    void sendsWhatIsToBeStoredToABucketAndSaysStoredWhenThatHasIt() {
        var receipt = entrance.send(B, PAYLOAD, SendOptions.DEFAULT.durable().withMessageId("m-1"));

        var inBucket = lanes.posted.get(0);
        lanes.owners.get(0).settled(inBucket, Outcome.processed(1, null));

        assertThat(inBucket.recipient().type()).isEqualTo(StoredSends.TYPE);
        assertThat(StoredSends.fromBucket(inBucket).recipient()).isEqualTo(B);
        assertThat(StoredSends.fromBucket(inBucket).headers()).isEmpty();
        assertThat(receipt.toCompletableFuture()).isCompletedWithValue(Receipt.stored("m-1", B));
    }

    @Test
    void saysWhyWhatWasToBeStoredIsNot() {
        var receipt = entrance.send(B, PAYLOAD, SendOptions.DEFAULT.durable().withMessageId("m-1"));

        var expired = Failure.of(Failure.Kind.EXPIRED, "no receipt");
        lanes.owners.get(0).settled(lanes.posted.get(0), Outcome.deadLettered(0, expired));

        assertThat(receipt.toCompletableFuture()).isCompletedWithValue(Receipt.deadLettered("m-1", B, 0, expired));
    }

    @Test
    void failsADurableSendOrPublicationAtOnceWhereThereIsNoStore() {
        lanes.stores = false;

        var sent = entrance.send(B, PAYLOAD, SendOptions.DEFAULT.durable());
        var published = entrance.publish(TopicId.of("news", "a"), PAYLOAD, SendOptions.DEFAULT.durable());

        assertThat(List.of(sent.toCompletableFuture(), published.toCompletableFuture()))
                .allSatisfy(stage -> assertThatThrownBy(stage::join)
                        .hasCauseInstanceOf(AgentException.class)
                        .hasMessageContaining("no live node has a durable agent type"));
        assertThat(lanes.posted).isEmpty();
    }

    @Test
    void refusesTheReservedHeaderAndATimeOutThatIsNone() {
        assertThatThrownBy(() -> SendOptions.DEFAULT.withHeader(Waiting.HEADER, "[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe-");
        assertThatThrownBy(() ->
                        entrance.ask(current(null, 3_000, Map.of()), B, PAYLOAD, Duration.ZERO, payload -> payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }

    @Test
    void givesThePublicationsOneTraceAndLeavesThatOfADirectMessageToItsId() {
        lanes.traced = true;

        var sent = entrance.send(A, PAYLOAD, SendOptions.DEFAULT.withMessageId("m2"));
        var published = entrance.publish(TopicId.of("news", "acme"), PAYLOAD, SendOptions.DEFAULT.withMessageId("p1"));

        assertThat(sent.toCompletableFuture()).isNotDone();
        assertThat(published.toCompletableFuture()).isNotDone();
        assertThat(lanes.posted.get(0).headers()).isEmpty();
        assertThat(lanes.posted.subList(1, lanes.posted.size()))
                .isNotEmpty()
                .extracting(TraceParent::of)
                .containsOnly(TraceParent.root("p1"));
    }

    private static Envelope current(@Nullable AgentId asker, long deadline, Map<String, String> headers) {
        return new Envelope("m1", Envelope.Kind.MESSAGE, A, null, null, PAYLOAD, asker, null, null, deadline, headers);
    }

    private static final class Lanes implements Entrance.Port {
        final List<Envelope> posted = new ArrayList<>();
        final List<Owner> owners = new ArrayList<>();
        boolean stores = true;
        boolean traced;
        private int lastId;

        @Override
        public String newId() {
            return "id-" + ++lastId;
        }

        @Override
        public Collection<AgentId> subscribers(TopicId topic) {
            return List.of(A, B);
        }

        @Override
        public Optional<Failure> unavailable(String agentType) {
            return agentType.equals(StoredSends.TYPE) && !stores
                    ? Optional.of(Failure.of(Failure.Kind.UNAVAILABLE, "not known"))
                    : Optional.empty();
        }

        @Override
        public boolean traced() {
            return traced;
        }

        @Override
        public void showLive(PublishedEvent event) {}

        @Override
        public void post(Envelope envelope, Owner owner) {
            posted.add(envelope);
            owners.add(owner);
        }
    }
}
