package dev.troupe.gateway.worker;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.gateway.worker.Contents.Content;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.CloudEvent.CloudEventAttributeValue;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.message.Payload;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a worker sends, as the cluster carries it; {@link IllegalArgumentException} says what is wrong with it. */
final class Inward {
    /** Attributes that are told otherwise: by the payload's name, or by the sender. */
    private static final Set<String> TOLD_OTHERWISE = Set.of(Attributes.CONTENT_TYPE, Attributes.SCHEMA);

    /** The sender that workers name when there is none. */
    private static final String UNKNOWN = "unknown";

    /** A request of a worker. */
    record Asked(@Nullable AgentId sender, AgentId target, Payload payload, SendOptions options) {}

    /** An event of a worker. */
    record Published(@Nullable AgentId sender, TopicId topic, Payload payload, SendOptions options) {}

    private Inward() {}

    static Asked request(RpcRequest request, Duration timeout) {
        var source = request.hasSource() ? id(request.getSource()) : null;
        return new Asked(
                source,
                id(request.getTarget()),
                payload(request.getPayload()),
                withHeaders(SendOptions.DEFAULT.withExpiry(timeout), request.getMetadataMap()));
    }

    static Payload payload(dev.troupe.gateway.worker.proto.Payload payload) {
        return Contents.toPayload(new Content(payload.getDataType(), payload.getDataContentType(), payload.getData()));
    }

    static Published event(CloudEvent event) {
        Map<String, String> headers = new HashMap<>();
        event.getAttributesMap().forEach((name, value) -> putHeader(headers, name, value));
        headers.put(Attributes.ID, event.getId());
        var content = content(event);
        if (event.hasTextData()) {
            headers.put(Attributes.DATA, "text");
        } else if (event.hasBinaryData() && content.mediaType().equals(Attributes.PROTOBUF)) {
            headers.put(Attributes.DATA, "binary");
        }
        var sender = sender(headers);
        if (sender != null) {
            headers.keySet().removeAll(Set.of(Attributes.SENDER_TYPE, Attributes.SENDER_KEY));
        }
        return new Published(
                sender,
                new TopicId(event.getType(), event.getSource()),
                Contents.toPayload(content),
                withHeaders(SendOptions.DEFAULT, headers));
    }

    /** Returns what an event says. */
    static Content content(CloudEvent event) {
        String mediaType = text(event, Attributes.CONTENT_TYPE);
        var data = switch (event.getDataCase()) {
            case PROTO_DATA -> event.getProtoData().toByteString();
            case TEXT_DATA -> event.getTextDataBytes();
            default -> event.getBinaryData();
        };
        boolean isProtobuf = event.getDataCase() == CloudEvent.DataCase.PROTO_DATA;
        return new Content(text(event, Attributes.SCHEMA), isProtobuf ? Attributes.PROTOBUF : mediaType, data);
    }

    private static String text(CloudEvent event, String attribute) {
        return event.getAttributesOrDefault(attribute, CloudEventAttributeValue.getDefaultInstance())
                .getCeString();
    }

    private static void putHeader(Map<String, String> headers, String name, CloudEventAttributeValue value) {
        if (TOLD_OTHERWISE.contains(name)) {
            return;
        }
        if (value.hasCeString() && !isOurs(name)) {
            headers.put(name, value.getCeString());
        } else {
            headers.put(Attributes.TYPED + name, Base64.getEncoder().encodeToString(value.toByteArray()));
        }
    }

    private static boolean isOurs(String name) {
        return name.equals(Attributes.ID)
                || name.equals(Attributes.DATA)
                || name.startsWith(Attributes.TYPED)
                || name.startsWith(SendOptions.RESERVED_HEADERS);
    }

    private static @Nullable AgentId sender(Map<String, String> headers) {
        String type = headers.getOrDefault(Attributes.SENDER_TYPE, UNKNOWN);
        String key = headers.getOrDefault(Attributes.SENDER_KEY, UNKNOWN);
        return type.equals(UNKNOWN) && key.equals(UNKNOWN) ? null : new AgentId(type, key);
    }

    private static AgentId id(dev.troupe.gateway.worker.proto.AgentId id) {
        return new AgentId(id.getType(), id.getKey());
    }

    /** Names that begin like ours are not for users to set. */
    private static SendOptions withHeaders(SendOptions options, Map<String, String> headers) {
        var result = options;
        for (var header : headers.entrySet()) {
            if (!header.getKey().startsWith(SendOptions.RESERVED_HEADERS)) {
                result = result.withHeader(header.getKey(), header.getValue());
            }
        }
        return result;
    }
}
