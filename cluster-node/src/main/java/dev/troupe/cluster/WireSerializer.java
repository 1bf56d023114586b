package dev.troupe.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Writes what crosses nodes as CBOR, with manifests of our own instead of class names; payloads stand in it as the JSON
 * bytes they are. Unknown fields are ignored, so a field can be added during a rolling upgrade.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    private static final ObjectMapper CBOR =
            Json.configure(CBORMapper.builder()).build();

    @Override
    public int identifier() {
        return 7340;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof AgentActor.Deliver) {
            return "batch";
        } else if (message instanceof LaneActor.Reported) {
            return "report";
        } else if (message instanceof AgentActor.Tell) {
            return "tell";
        } else if (message instanceof AgentActor.Stop) {
            return "stop";
        } else if (message instanceof AgentActor.Start) {
            return "start";
        } else if (message instanceof Wire.LiveEvent) {
            return "event";
        } else if (message instanceof Wire.LinkBatch) {
            return "link";
        } else if (message instanceof Wire.Connect) {
            return "connect";
        } else if (message instanceof Wire.Refresh) {
            return "refresh";
        } else if (message instanceof Wire.Refreshed) {
            return "refreshed";
        } else if (message instanceof Wire.Question) {
            return "question";
        } else if (message instanceof Wire.Told) {
            return "told";
        }
        throw new IllegalArgumentException("message: " + message.getClass().getName() + " (expected: one of Wire)");
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            if (message instanceof Wire.LinkBatch link) {
                return LinkWriter.write(link);
            } else if (message instanceof AgentActor.Deliver deliver) {
                return LinkWriter.write(deliver);
            } else if (message instanceof LaneActor.Reported reported) {
                return LinkWriter.write(reported);
            }
            return CBOR.writeValueAsBytes(message instanceof AgentActor.Tell tell ? tell.envelope() : message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            return switch (manifest) {
                case "link" -> LinkReader.link(bytes);
                case "batch" -> LinkReader.batch(bytes);
                case "report" -> LinkReader.report(bytes);
                case "connect" -> CBOR.readValue(bytes, Wire.Connect.class);
                case "tell" -> new AgentActor.Tell(CBOR.readValue(bytes, Envelope.class));
                case "stop" -> AgentActor.Stop.INSTANCE;
                case "start" -> AgentActor.Start.INSTANCE;
                case "event" -> CBOR.readValue(bytes, Wire.LiveEvent.class);
                case "refresh" -> CBOR.readValue(bytes, Wire.Refresh.class);
                case "refreshed" -> CBOR.readValue(bytes, Wire.Refreshed.class);
                case "question" -> CBOR.readValue(bytes, Wire.Question.class);
                case "told" -> CBOR.readValue(bytes, Wire.Told.class);
                default ->
                    throw new IllegalArgumentException(
                            "manifest: '" + manifest + "' (expected: a known one; is the other node newer?)");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
