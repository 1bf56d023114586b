package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.CloudEvent.CloudEventAttributeValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Events: from workers and agents to workers, what they carry, who gets them and how often. */
class WorkerEventsIT extends WorkerFixture {
    private static final JsonPayload ONE = new JsonPayload("Said", "{ \"a\" :1}");

    private TestWorker listener(String agentType, String topicType) {
        var worker = worker(agentType);
        worker.subscribe(agentType + "-" + topicType, topicType, agentType);
        return worker;
    }

    @Test
    void carriesAttributesOfEveryTypeBitForBit() {
        open();
        var listener = listener("hear", "news");
        var event = TestWorker.event("an id", "news", "acme / über", "{ \"a\" : \"\\u00e9 é 😀\" }")
                .putAttributes(
                        "yes",
                        CloudEventAttributeValue.newBuilder().setCeBoolean(true).build())
                .putAttributes(
                        "no",
                        CloudEventAttributeValue.newBuilder()
                                .setCeBoolean(false)
                                .build())
                .putAttributes(
                        "number",
                        CloudEventAttributeValue.newBuilder().setCeInteger(-7).build())
                .putAttributes("text", TestWorker.text("ü 😀"))
                .putAttributes("empty", TestWorker.text(""))
                .putAttributes(
                        "bytes",
                        CloudEventAttributeValue.newBuilder()
                                .setCeBytes(random(100))
                                .build())
                .putAttributes(
                        "uri",
                        CloudEventAttributeValue.newBuilder().setCeUri("urn:x").build())
                .putAttributes(
                        "ref",
                        CloudEventAttributeValue.newBuilder().setCeUriRef("/x").build())
                .putAttributes(
                        "time",
                        CloudEventAttributeValue.newBuilder()
                                .setCeTimestamp(
                                        Timestamp.newBuilder().setSeconds(1).setNanos(2))
                                .build())
                .putAttributes("unset", CloudEventAttributeValue.getDefaultInstance())
                .putAttributes("agmsgkind", TestWorker.text("rpc_request"))
                .putAttributes("agagentsendertype", TestWorker.text("from"))
                .putAttributes("agagentsenderkey", TestWorker.text("a key"))
                .build();

        worker().publish(event);

        assertThat(listener.nextEvent()).isEqualTo(event);
    }

    @Test
    void carriesAttributesThatAreCalledLikeThoseOfTheGateway() {
        open();
        var listener = listener("hear", "news");
        var event = TestWorker.event("1", "news", "s", "1")
                .putAttributes("ce-id", TestWorker.text("another"))
                .putAttributes("ce-typed-x", TestWorker.text("CAE="))
                .putAttributes("troupe-attempt", TestWorker.text("9"))
                .build();

        worker().publish(event);

        assertThat(listener.nextEvent()).isEqualTo(event);
    }

    @Test
    void carriesProtobufAsProtobuf() {
        open();
        var listener = listener("hear", "news");
        for (int number = 0; number < 30; number++) {
            var event = TestWorker.event("e" + number, "news", "s", "")
                    .putAttributes(Attributes.CONTENT_TYPE, TestWorker.text(Attributes.PROTOBUF))
                    .putAttributes(Attributes.SCHEMA, TestWorker.text("pack.Age"))
                    .setProtoData(Any.newBuilder()
                            .setTypeUrl("type.googleapis.com/pack.Age")
                            .setValue(random(number * 100)))
                    .build();

            worker().publish(event);

            assertThat(listener.nextEvent()).isEqualTo(event);
        }
    }

    @Test
    void carriesBinaryContentsBitForBit() {
        open();
        var listener = listener("hear", "news");
        var sender = worker();
        for (int number = 0; number < 30; number++) {
            String mediaType = number % 2 == 0 ? "image/png" : Attributes.PROTOBUF;
            var event = TestWorker.event("e" + number, "news", "s", "")
                    .putAttributes(Attributes.CONTENT_TYPE, TestWorker.text(mediaType))
                    .setBinaryData(
                            number == 29
                                    ? Any.newBuilder().setTypeUrl("x").build().toByteString()
                                    : random(number * 10))
                    .build();

            sender.publish(event);

            assertThat(listener.nextEvent()).isEqualTo(event);
        }
    }

    @Test
    void carriesTextAsText() {
        open();
        var listener = listener("hear", "news");
        var event = TestWorker.event("e", "news", "s", "")
                .putAttributes(Attributes.CONTENT_TYPE, TestWorker.text("text/plain"))
                .setTextData("é 😀")
                .build();

        worker().publish(event);

        assertThat(listener.nextEvent()).isEqualTo(event);
    }

    private static ByteString random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    @Test
    void sendsOneCopyToAWorkerHoweverManyOfItsTypesMatch() {
        open();
        var listener = worker("one", "two", "three");
        listener.subscribe("s1", "news", "one");
        listener.subscribe("s2", "news", "two");
        listener.subscribePrefix("s3", "ne", "three");
        var other = listener("four", "news");
        var sender = worker();

        for (int number = 0; number < 50; number++) {
            sender.publish(TestWorker.event("e" + number, "news", "s", "1").build());
        }
        sender.publish(TestWorker.event("last", "news", "s", "1").build());

        assertThat(until("last", listener)).hasSize(51).doesNotHaveDuplicates();
        assertThat(until("last", other)).hasSize(51).doesNotHaveDuplicates();
    }

    /** Returns the ids of the events that come, up to the one that is the last. */
    private static List<String> until(String last, TestWorker worker) {
        List<String> ids = new ArrayList<>();
        while (ids.isEmpty() || !ids.get(ids.size() - 1).equals(last)) {
            ids.add(worker.nextEvent().getId());
        }
        return ids;
    }

    @Test
    void doesNotSendAnEventToTheAgentThatPublishesIt() {
        open();
        var one = listener("one", "news");
        var two = listener("two", "news");

        one.publish(TestWorker.event("own", "news", "s", "1")
                .putAttributes(Attributes.SENDER_TYPE, TestWorker.text("one"))
                .putAttributes(Attributes.SENDER_KEY, TestWorker.text("s"))
                .build());
        one.publish(TestWorker.event("of another agent", "news", "s", "1")
                .putAttributes(Attributes.SENDER_TYPE, TestWorker.text("one"))
                .putAttributes(Attributes.SENDER_KEY, TestWorker.text("t"))
                .build());

        assertThat(two.nextEvent().getId()).isEqualTo("own");
        assertThat(two.nextEvent().getId()).isEqualTo("of another agent");
        assertThat(one.nextEvent().getId()).isEqualTo("of another agent");
    }

    @Test
    void holdsEventsBackUntilItsWorkerCanKnowThatItHasSubscribed() {
        open("troupe.gateway.grpc.event-hold = 500ms");
        var sender = worker();
        var listener = worker("hear");
        listener.subscribe("s", "news", "hear");
        long subscribed = System.nanoTime();

        sender.publish(TestWorker.event("early", "news", "s", "1").build());

        assertThat(listener.nextEvent().getId()).isEqualTo("early");
        assertThat(Duration.ofNanos(System.nanoTime() - subscribed)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void sendsNothingMoreAfterASubscriptionWasTakenBack() {
        open();
        var listener = listener("hear", "news");
        listener.subscribe("other", "other", "hear");
        var sender = worker();
        listener.unsubscribe("hear-news");

        sender.publish(TestWorker.event("nobody's", "news", "s", "1").build());
        sender.publish(TestWorker.event("its own", "other", "s", "1").build());

        assertThat(listener.nextEvent().getId()).isEqualTo("its own");
    }

    @Test
    void dropsAndCountsEventsThatNobodyCanRead() {
        open();
        var listener = listener("hear", "news");
        var sender = worker();

        sender.publish(CloudEvent.getDefaultInstance());
        sender.publish(TestWorker.event("1", "bad topic", "s", "1").build());
        sender.publish(TestWorker.event("2", "news", "", "1").build());
        sender.publish(TestWorker.event("3", "news", "s", "{").build());
        sender.publish(TestWorker.event("4", "news", "s", "1")
                .putAttributes("x", TestWorker.text("y".repeat(65536)))
                .build());
        sender.publish(TestWorker.event("5", "news", "s", "1")
                .removeAttributes(Attributes.SCHEMA)
                .build());
        sender.publish(TestWorker.event("6", "news", "s", "1").build());

        assertThat(listener.nextEvent().getId()).isEqualTo("6");
        assertThat(door().status().refused()).isEqualTo(6);
        assertThat(sender.stream().ended()).isNotDone();
    }

    @Test
    void bringsEventsOfTheClusterToItsWorkers() {
        open();
        var listener = listener("hear", "news");

        var publication = get(runtime()
                .publish(TopicId.of("news", "acme"), ONE, SendOptions.DEFAULT.withHeader("traceparent", "00-1")));
        var event = listener.nextEvent();

        assertThat(publication.receipts()).extracting(Receipt::outcome).containsExactly(Receipt.Outcome.PROCESSED);
        assertThat(event.getType()).isEqualTo("news");
        assertThat(event.getSource()).isEqualTo("acme");
        assertThat(event.getId()).isEqualTo(publication.messageId());
        assertThat(event.getBinaryData().toStringUtf8()).isEqualTo(ONE.json());
        assertThat(event.getAttributesMap())
                .containsEntry(Attributes.SCHEMA, TestWorker.text("Said"))
                .containsEntry(Attributes.CONTENT_TYPE, TestWorker.text(Contents.JSON))
                .containsEntry(Attributes.KIND, TestWorker.text("publish"))
                .containsEntry("traceparent", TestWorker.text("00-1"));
    }

    @Test
    void bringsMessagesToOneAgentAsAnEventOnTheTopicOfItsType() {
        open();
        var worker = worker("hear");

        var receipt = get(runtime().send(AgentId.of("hear", "k"), ONE, SendOptions.DEFAULT));
        var event = worker.nextEvent();

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PROCESSED);
        assertThat(event.getType()).isEqualTo("hear:");
        assertThat(event.getSource()).isEqualTo("k");
        assertThat(event.getBinaryData().toStringUtf8()).isEqualTo(ONE.json());
        assertThat(event.getAttributesMap()).containsEntry(Attributes.SCHEMA, TestWorker.text("Said"));
    }

    @Test
    void makesADeadLetterOfAMessageThatNoWorkerReadsInTime() {
        open("troupe.gateway.grpc.event-hold = 10m");
        var worker = listener("hear", "news");
        var options = SendOptions.DEFAULT.withExpiry(Duration.ofMillis(300));

        var receipt = get(runtime().send(AgentId.of("hear", "k"), ONE, options));

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.DEAD_LETTERED);
        assertThat(runtime().deadLetters().list()).hasSize(1);
        assertThat(runtime().deadLetters().list().get(0).recipient()).isEqualTo(AgentId.of("hear", "k"));
        assertThat(worker.events()).isEmpty();
    }

    @Test
    void failsAMessageToATypeWhoseWorkerHasGone() {
        open();
        var worker = worker("hear");
        worker.close();
        await().atMost(PATIENCE).until(() -> door().status().workers() == 0);

        var failed = runtime()
                .send(AgentId.of("hear", "k"), ONE, SendOptions.DEFAULT)
                .handle((receipt, thrown) -> String.valueOf(thrown));

        assertThat(get(failed)).contains(Failure.Kind.UNAVAILABLE.name());
    }
}
