package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Subscription;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What workers say of themselves: who they are, what they serve and hear, and that they have gone. */
class WorkerProtocolIT extends WorkerFixture {
    private static final Status.Code INVALID = Status.Code.INVALID_ARGUMENT;
    private static final String SHARED = "troupe.gateway.shared-types = [echo, \"team.*\"]";

    @Test
    void refusesWhoeverDoesNotSayWhoItIs() {
        open();
        var connection = Grpc.newChannelBuilder(door().address(), InsecureChannelCredentials.create())
                .build();

        try {
            assertFails(
                    () -> TestWorker.callsAs(connection, null)
                            .getSubscriptions(
                                    dev.troupe.gateway.worker.proto.GetSubscriptionsRequest.getDefaultInstance()),
                    INVALID,
                    "client-id metadata not found.");
            assertFails(
                    () -> TestWorker.callsAs(connection, "a b")
                            .getSubscriptions(
                                    dev.troupe.gateway.worker.proto.GetSubscriptionsRequest.getDefaultInstance()),
                    INVALID,
                    "client-id: 'a b' (expected: 1 to 100 visible characters)");
        } finally {
            connection.shutdownNow();
        }
    }

    @Test
    void refusesAStreamOfWhoeverDoesNotSayWhoItIs() {
        open();
        var worker = with(TestWorker.connect(door().address(), "x".repeat(101), 1024));

        var ended = get(worker.stream().ended());

        assertThat(ended.getCode()).isEqualTo(INVALID);
        assertThat(door().status().workers()).isZero();
    }

    @Test
    void refusesATypeThatAWorkerHasAlready() {
        open();
        var one = worker("echo");
        var other = worker();

        assertFails(
                () -> one.register("echo"),
                INVALID,
                "Agent type echo already registered with client " + one.client() + ".");
        assertFails(
                () -> other.register("echo"),
                INVALID,
                "Agent type echo already registered with client " + one.client() + ".");
    }

    @Test
    void letsSeveralWorkersServeATypeThatIsShared() {
        open(SHARED);
        var one = worker("echo", "team.a", "mine");
        var other = worker("echo", "team.a");

        assertFails(() -> other.register("mine"), INVALID, "already registered");
        assertFails(() -> one.register("echo"), INVALID, "already registered with client " + one.client());
    }

    @Test
    void refusesTypesOfTheClustersOwn() {
        open();
        var worker = worker();

        assertFails(() -> worker.register("java-echo"), INVALID, "one of the cluster's own");
    }

    @Test
    void refusesNamesThatAreNone() {
        open();
        var worker = worker();

        assertFails(() -> worker.register(""), INVALID, "agent type: ''");
        assertFails(() -> worker.register("a/b"), INVALID, "agent type: 'a/b'");
        assertFails(() -> worker.subscribe("s", "a b", "echo"), INVALID, "topic type: 'a b'");
        assertFails(() -> worker.subscribePrefix("s", "a:", "ech o"), INVALID, "agent type: 'ech o'");
        assertFails(() -> worker.add(Subscription.newBuilder().setId("s").build()), INVALID, "subscription: none");
    }

    @Test
    void refusesMoreTypesAndWorkersThanThereMayBe() {
        open("troupe.gateway.grpc { max-types = 1, max-workers = 2 }");
        var one = worker("echo");
        var other = worker();
        await().atMost(PATIENCE).until(() -> door().status().workers() == 2);
        var third = with(TestWorker.connect(door().address()));

        assertFails(() -> other.register("two"), Status.Code.RESOURCE_EXHAUSTED, "troupe.gateway.grpc.max-types");
        assertThat(get(third.stream().ended()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(one.stream().ended()).isNotDone();
    }

    @Test
    void keepsALongNameOutOfItsAnswer() {
        open();
        var worker = worker();

        assertFails(() -> worker.register("x y".repeat(1_000_000)), INVALID, "agent type: 'x yx y");
        assertThat(get(with(TestWorker.connect(door().address(), "x".repeat(12_000), 1024)).stream()
                                .ended())
                        .getCode())
                .isEqualTo(INVALID);
    }

    @Test
    void goesOnAfterASubscriptionThatIsNone() {
        open();
        var worker = worker("echo");
        worker.answerWith(TestWorker.echo());
        assertFails(() -> worker.subscribe("s", "a b", "echo"), INVALID, "topic type");
        assertFails(() -> worker.add(Subscription.newBuilder().setId("s").build()), INVALID, "subscription: none");

        var answer = get(worker.ask("echo", "k", TestWorker.json("Said", "1")));

        assertThat(answer.getError()).isEmpty();
    }

    @Test
    void refusesASubscriptionThatExistsByItsIdOrByWhatItSays() {
        open();
        var worker = worker("echo");
        worker.subscribe("s1", "news", "echo");
        worker.subscribePrefix("s2", "echo:", "echo");

        assertFails(() -> worker.subscribe("s1", "other", "echo"), INVALID, "Subscription already exists");
        assertFails(() -> worker.subscribe("s3", "news", "echo"), INVALID, "Subscription already exists");
        assertFails(() -> worker.subscribePrefix("s4", "echo:", "echo"), INVALID, "Subscription already exists");
        assertThat(worker.subscriptions()).hasSize(2);
    }

    @Test
    void takesASubscriptionBackOnce() {
        open();
        var worker = worker("echo");
        worker.subscribe("s1", "news", "echo");

        worker.unsubscribe("s1");

        assertThat(worker.subscriptions()).isEmpty();
        assertFails(() -> worker.unsubscribe("s1"), INVALID, "Subscription does not exist");
        worker.subscribe("s1", "news", "echo");
        assertThat(worker.subscriptions()).hasSize(1);
    }

    @Test
    void listsTheSubscriptionsOfAllWorkers() {
        open();
        var one = worker("a");
        var other = worker("b");
        one.subscribe("s1", "news", "a");
        other.subscribePrefix("s2", "b:", "b");

        var listed = one.subscriptions();

        assertThat(listed).hasSameElementsAs(other.subscriptions());
        assertThat(listed).extracting(Subscription::getId).containsExactlyInAnyOrder("s1", "s2");
        assertThat(listed)
                .anyMatch(each ->
                        each.getTypePrefixSubscription().getTopicTypePrefix().equals("b:"));
    }

    @Test
    void servesATypeAsSoonAsItsRegistrationReturns() {
        open();
        var asker = worker();
        for (int number = 0; number < 20; number++) {
            var worker = worker();
            worker.answerWith(TestWorker.echo());
            worker.register("echo" + number);

            var answer = get(asker.ask("echo" + number, "k", TestWorker.json("Said", "1")));

            assertThat(answer.getError()).isEmpty();
        }
    }

    @Test
    void forgetsWhatAWorkerServedWhenItsStreamEnds() {
        open();
        var other = worker();
        var worker = worker("echo");
        worker.subscribe("s1", "news", "echo");
        long start = System.nanoTime();

        worker.stream().complete();

        await().pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> other.subscriptions().isEmpty());
        other.register("echo");
        System.out.printf(
                "A worker's types and subscriptions were gone %d ms after its stream%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        assertThat(door().status().workers()).isEqualTo(1);
    }

    @Test
    void forgetsAWorkerWhoseConnectionBreaks() {
        open();
        var other = worker();
        var worker = worker("echo");
        worker.subscribe("s1", "news", "echo");

        worker.close();

        await().atMost(PATIENCE).until(() -> other.subscriptions().isEmpty());
        other.register("echo");
    }

    @Test
    void keepsTheFirstStreamWhenAnotherOneOfTheSameWorkerOpensAndEnds() {
        open();
        var worker = worker("echo");
        worker.answerWith(TestWorker.echo());

        var second = worker.open();
        second.complete();
        get(second.ended());

        assertThat(get(worker.ask("echo", "k", TestWorker.json("Said", "1"))).getError())
                .isEmpty();
        assertThat(worker.stream().ended()).isNotDone();
        assertThat(door().status().workers()).isEqualTo(1);
    }

    @Test
    void letsAWorkerRegisterBeforeItsStreamIsThere() {
        open();
        var worker = with(TestWorker.withoutStream(door().address()), "echo");
        worker.subscribe("s1", "news", "echo");

        assertThat(worker.subscriptions()).hasSize(1);
    }

    @Test
    void passesControlMessagesBetweenWorkers() {
        open();
        var one = worker("one");
        var other = worker("other");
        var fromOne = one.openControl();
        var fromOther = other.openControl();
        awaitControl(one, fromOne);
        awaitControl(other, fromOther);

        fromOne.send(control("1", "clientid=" + other.client()));
        var first = other.nextControl();
        fromOther.send(control("2", "agentid=one/any key/at all"));
        var second = one.nextControl();

        assertThat(first).isEqualTo(control("1", "clientid=" + other.client()));
        assertThat(second).isEqualTo(control("2", "agentid=one/any key/at all"));
    }

    /** A control stream has no sign that it is open; it hears what is sent to itself. */
    private static void awaitControl(TestWorker worker, TestStream<ControlMessage> stream) {
        stream.send(control("0", "clientid=" + worker.client()));
        assertThat(worker.nextControl().getRpcId()).isEqualTo("0");
    }

    @Test
    void dropsControlMessagesForNobodyAndGoesOn() {
        open();
        var worker = worker("echo");
        var stream = worker.openControl();

        stream.send(control("1", "nobody"));
        stream.send(control("2", "clientid=nobody"));
        stream.send(control("3", "agentid=nobody"));
        stream.send(control("4", "agentid=nobody/k"));
        stream.send(control("5", "clientid=" + worker.client()));

        assertThat(worker.nextControl().getRpcId()).isEqualTo("5");
        assertThat(stream.ended()).isNotDone();
    }

    private static ControlMessage control(String id, String destination) {
        return ControlMessage.newBuilder()
                .setRpcId(id)
                .setDestination(destination)
                .setRespondTo("clientid=me")
                .setRpcMessage(Any.newBuilder().setTypeUrl("type.googleapis.com/agents.SaveStateRequest"))
                .build();
    }

    @Test
    void endsTheStreamsOfItsWorkersWhenItCloses() {
        open();
        var worker = worker("echo");

        door().close();

        assertThat(get(worker.stream().ended()).isOk()).isTrue();
    }

    @Test
    void doesNotEndAStreamOverAMessageWithoutContent() {
        open();
        var worker = worker("echo");
        worker.answerWith(TestWorker.echo());

        worker.stream().send(Message.getDefaultInstance());

        assertThat(get(worker.ask("echo", "k", TestWorker.json("Said", "1"))).getError())
                .isEmpty();
        assertThat(door().status().refused()).isEqualTo(1);
    }
}
