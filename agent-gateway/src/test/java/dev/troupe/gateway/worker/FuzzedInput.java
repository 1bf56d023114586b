package dev.troupe.gateway.worker;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.troupe.gateway.worker.proto.AddSubscriptionRequest;
import dev.troupe.gateway.worker.proto.AgentId;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import dev.troupe.gateway.worker.proto.RemoveSubscriptionRequest;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.gateway.worker.proto.Subscription;
import dev.troupe.gateway.worker.proto.TypePrefixSubscription;
import dev.troupe.gateway.worker.proto.TypeSubscription;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes what a broken or hostile worker might send: the same for the same seed. */
final class FuzzedInput {
    private static final int CLIENTS = 40;
    private static final String[] NAMES = {
        "echo",
        "java-echo",
        "f0",
        "f1",
        "f2",
        "f3",
        "",
        "a b",
        "ä",
        "x/y",
        "troupe.outside",
        "troupe.stored-sends",
        "nobody"
    };
    private static final String[] TEXTS = {"", "k", "s", "1", "2", "\u0000", "a/b/c", "😀", "x".repeat(600), "%s%n"};
    private static final String[] MEDIA = {
        Contents.JSON, Attributes.PROTOBUF, "", ";", "text/plain", "application/json; charset=utf-8"
    };
    private static final String[] JSON = {
        "1", "{}", "{", "[[[[", "\"\\ud800\"", "{\"text\":1}", "{\"text\":\"x\"}", "[".repeat(3000), "NaN", "\ufeff1"
    };

    private final Random random;

    FuzzedInput(Random random) {
        this.random = random;
    }

    Metadata headers() {
        var headers = new Metadata();
        if (random.nextInt(20) > 0) {
            put(headers, "client-id", "fuzz-" + random.nextInt(CLIENTS));
        }
        switch (random.nextInt(30)) {
            case 0 -> put(headers, "client-id", pick(TEXTS).replace('\u0000', ' '));
            case 1 -> put(headers, "client-id", "y".repeat(random.nextInt(12_000)));
            case 2 -> put(headers, "authorization", "Bearer " + random.nextLong());
            case 3 -> headers.put(Metadata.Key.of("client-id-bin", Metadata.BINARY_BYTE_MARSHALLER), bytes(50));
            case 4 -> put(headers, "grpc-encoding", "zip");
            case 5 -> put(headers, "troupe-caller", "me");
            default -> {
                // as it should be
            }
        }
        return headers;
    }

    private static void put(Metadata headers, String name, String value) {
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }

    /** Returns what might be a message for a method, or once was one. */
    byte[] message(String method) {
        return switch (random.nextInt(8)) {
            case 0 -> bytes(200);
            case 1 -> invalidText();
            case 2, 3 -> mutated(valid(method).toByteArray());
            case 4 -> random.nextInt(50) == 0 ? huge() : valid("OpenChannel").toByteArray();
            default -> valid(method).toByteArray();
        };
    }

    private byte[] bytes(int limit) {
        var bytes = new byte[random.nextInt(limit)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Field 1 as a text that is no UTF-8. */
    private static byte[] invalidText() {
        return new byte[] {10, 3, (byte) 0xff, (byte) 0xc0, (byte) 0x80};
    }

    private byte[] mutated(byte[] valid) {
        for (int i = random.nextInt(4); i >= 0 && valid.length > 0; i--) {
            valid[random.nextInt(valid.length)] = (byte) random.nextInt();
        }
        return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(valid, random.nextInt(valid.length + 1)) : valid;
    }

    private byte[] huge() {
        return RegisterAgentTypeRequest.newBuilder()
                .setType("z".repeat(random.nextInt(2_000_000)))
                .build()
                .toByteArray();
    }

    private MessageLite valid(String method) {
        return switch (method) {
            case "RegisterAgent" ->
                RegisterAgentTypeRequest.newBuilder().setType(pick(NAMES)).build();
            case "AddSubscription" ->
                AddSubscriptionRequest.newBuilder()
                        .setSubscription(subscription())
                        .build();
            case "RemoveSubscription" ->
                RemoveSubscriptionRequest.newBuilder().setId(pick(TEXTS)).build();
            case "OpenControlChannel" -> control();
            default -> onChannel();
        };
    }

    private Subscription subscription() {
        var subscription = Subscription.newBuilder().setId(pick(TEXTS));
        switch (random.nextInt(3)) {
            case 0 ->
                subscription.setTypeSubscription(
                        TypeSubscription.newBuilder().setTopicType(pick(NAMES)).setAgentType(pick(NAMES)));
            case 1 ->
                subscription.setTypePrefixSubscription(TypePrefixSubscription.newBuilder()
                        .setTopicTypePrefix(pick(NAMES))
                        .setAgentType(pick(NAMES)));
            default -> {
                // none
            }
        }
        return subscription.build();
    }

    private ControlMessage control() {
        return ControlMessage.newBuilder()
                .setRpcId(pick(TEXTS))
                .setDestination(
                        switch (random.nextInt(4)) {
                            case 0 -> "clientid=fuzz-" + random.nextInt(CLIENTS);
                            case 1 -> "agentid=" + pick(NAMES) + "/" + pick(TEXTS);
                            case 2 -> "agentid=" + pick(TEXTS);
                            default -> pick(TEXTS);
                        })
                .build();
    }

    private Message onChannel() {
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                Message.newBuilder()
                        .setRequest(RpcRequest.newBuilder()
                                .setRequestId(pick(TEXTS))
                                .setSource(AgentId.newBuilder()
                                        .setType(pick(NAMES))
                                        .setKey(pick(TEXTS)))
                                .setTarget(AgentId.newBuilder()
                                        .setType(pick(NAMES))
                                        .setKey(pick(TEXTS)))
                                .setPayload(payload())
                                .putMetadata(pick(TEXTS), pick(TEXTS)))
                        .build();
            case 2 ->
                Message.newBuilder()
                        .setResponse(RpcResponse.newBuilder()
                                .setRequestId(Integer.toString(random.nextInt(20)))
                                .setError(pick(TEXTS))
                                .setPayload(payload()))
                        .build();
            case 3 -> Message.newBuilder().setCloudEvent(event()).build();
            default -> Message.getDefaultInstance();
        };
    }

    private Payload payload() {
        return Payload.newBuilder()
                .setDataType(pick(new String[] {"Ping", "Said", "", "a;b", "troupe.Failure", "troupe.Cancel"}))
                .setDataContentType(pick(MEDIA))
                .setData(data())
                .build();
    }

    private ByteString data() {
        return random.nextBoolean()
                ? ByteString.copyFrom(pick(JSON).getBytes(StandardCharsets.UTF_8))
                : ByteString.copyFrom(bytes(100));
    }

    private CloudEvent event() {
        var event = CloudEvent.newBuilder()
                .setId(pick(TEXTS))
                .setType(pick(NAMES))
                .setSource(pick(TEXTS))
                .putAttributes(Attributes.CONTENT_TYPE, TestWorker.text(pick(MEDIA)))
                .putAttributes(Attributes.SCHEMA, TestWorker.text(pick(new String[] {"Said", "", ";"})))
                .putAttributes(
                        pick(new String[] {
                            Attributes.SENDER_TYPE, "ce-typed-x", "ce-data", "ce-id", "troupe-x", "troupe-wait", ""
                        }),
                        TestWorker.text(pick(TEXTS)))
                .putAttributes("x", CloudEvent.CloudEventAttributeValue.getDefaultInstance());
        switch (random.nextInt(4)) {
            case 0 -> event.setBinaryData(data());
            case 1 -> event.setTextData(pick(JSON));
            case 2 ->
                event.setProtoData(Any.newBuilder().setTypeUrl(pick(TEXTS)).setValue(data()));
            default -> {
                // none
            }
        }
        return event.build();
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
