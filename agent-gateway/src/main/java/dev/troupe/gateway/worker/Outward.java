package dev.troupe.gateway.worker;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.SendOptions;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.external.Handover;
import dev.troupe.gateway.worker.Contents.Content;
import dev.troupe.gateway.worker.proto.CloudEvent;
import dev.troupe.gateway.worker.proto.CloudEvent.CloudEventAttributeValue;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.Payload;
import dev.troupe.gateway.worker.proto.RpcRequest;
import dev.troupe.message.Envelope;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the cluster as a worker reads them. A request becomes one of the protocol; everything else an event, since
 * the protocol knows no message without an answer: one that was published keeps its topic, and one for an agent alone goes
 * to the topic that its worker subscribes for such, {@code <agent type>:}.
 */
final class Outward {
    /** In the metadata of a request that a worker may have had before: the number of this attempt, from 2. */
    static final String ATTEMPT = "troupe-attempt";

    private Outward() {}

    static Message request(Handover handover, String requestId) {
        var envelope = handover.envelope();
        var request = RpcRequest.newBuilder()
                .setRequestId(requestId)
                .setTarget(id(envelope.recipient()))
                .setPayload(payload(envelope.payload()));
        var sender = envelope.sender();
        if (sender != null) {
            request.setSource(id(sender));
        }
        envelope.headers().forEach((name, value) -> {
            if (isForWorkers(name)) {
                request.putMetadata(name, value);
            }
        });
        if (handover.attempt() > 1) {
            request.putMetadata(ATTEMPT, Integer.toString(handover.attempt()));
        }
        return Message.newBuilder().setRequest(request).build();
    }

    static Message event(Envelope envelope) {
        var content = Contents.of(envelope.payload());
        var topic = envelope.topic();
        var event = CloudEvent.newBuilder()
                .setId(eventId(envelope))
                .setSpecVersion("1.0")
                .setType(topic == null ? envelope.recipient().type() + ":" : topic.type())
                .setSource(topic == null ? envelope.recipient().key() : topic.source());
        envelope.headers().forEach((name, value) -> putAttribute(event, name, value));
        event.putAttributes(Attributes.CONTENT_TYPE, text(content.mediaType()))
                .putAttributes(Attributes.SCHEMA, text(content.name()));
        var sender = StoredSends.shownSender(envelope).orElse(null);
        if (sender != null) {
            event.putAttributes(Attributes.SENDER_TYPE, text(sender.type()))
                    .putAttributes(Attributes.SENDER_KEY, text(sender.key()));
        }
        if (!event.containsAttributes(Attributes.KIND)) {
            event.putAttributes(Attributes.KIND, text("publish"));
        }
        setData(event, content, envelope.headers().getOrDefault(Attributes.DATA, ""));
        return Message.newBuilder().setCloudEvent(event).build();
    }

    /** Says why a message does not reach a worker, whose stream it would end. */
    static Failure tooLarge(String what, int bytes, int limit) {
        return Failure.of(
                Failure.Kind.REJECTED,
                what + " of " + bytes + " bytes (expected: <= " + limit
                        + ", which a worker can read; troupe.gateway.grpc.max-outbound-message)");
    }

    static Payload payload(dev.troupe.message.Payload payload) {
        var content = Contents.of(payload);
        return Payload.newBuilder()
                .setDataType(content.name())
                .setDataContentType(content.mediaType())
                .setData(content.data())
                .build();
    }

    private static void setData(CloudEvent.Builder event, Content content, String field) {
        if (field.equals("text") && content.data().isValidUtf8()) {
            event.setTextDataBytes(content.data());
            return;
        }
        if (field.equals("binary") || !content.mediaType().equals(Attributes.PROTOBUF)) {
            event.setBinaryData(content.data());
            return;
        }
        try {
            event.setProtoData(Any.parseFrom(content.data()));
        } catch (InvalidProtocolBufferException e) {
            event.setBinaryData(content.data()); // it came so in a request
        }
    }

    /** The id that the event came with, if another worker published it. */
    private static String eventId(Envelope envelope) {
        String given = envelope.headers().get(Attributes.ID);
        if (given != null) {
            return given;
        }
        @Nullable String publication = StoredSends.publicationOf(envelope);
        return publication == null ? envelope.id() : publication;
    }

    private static void putAttribute(CloudEvent.Builder event, String name, String value) {
        if (name.startsWith(Attributes.TYPED)) {
            try {
                event.putAttributes(
                        name.substring(Attributes.TYPED.length()),
                        CloudEventAttributeValue.parseFrom(Base64.getDecoder().decode(value)));
            } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                event.putAttributes(name, text(value)); // whoever wrote the header had something else in mind
            }
        } else if (isForWorkers(name) && !name.equals(Attributes.ID) && !name.equals(Attributes.DATA)) {
            event.putAttributes(name, text(value));
        }
    }

    private static boolean isForWorkers(String header) {
        return !header.startsWith(SendOptions.RESERVED_HEADERS);
    }

    private static CloudEventAttributeValue text(String value) {
        return CloudEventAttributeValue.newBuilder().setCeString(value).build();
    }

    private static dev.troupe.gateway.worker.proto.AgentId id(AgentId id) {
        return dev.troupe.gateway.worker.proto.AgentId.newBuilder()
                .setType(id.type())
                .setKey(id.key())
                .build();
    }
}
