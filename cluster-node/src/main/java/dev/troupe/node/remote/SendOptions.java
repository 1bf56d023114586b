package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a message is sent or published, as a mixin of picocli. */
final class SendOptions {
    @Option(names = "--settled", description = "Waits until it is handled or given up, and prints that.")
    private boolean settled;

    @Option(
            names = "--stored",
            description = "Only if it outlives the node that takes it; fails where no node has a store.")
    private boolean stored;

    @Option(
            names = "--idempotency-key",
            paramLabel = "TEXT",
            description = "Whatever is sent again with the same one is the same message, and is handled once.")
    private @Nullable String key;

    /** Posts a message to a path; returns what the node says. The node decides how long a message may take to settle. */
    JsonNode post(RemoteNode node, String path, String type, String json) throws IOException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("type", type);
        parameters.put("wait", settled ? "settled" : null);
        parameters.put("stored", stored ? "required" : null);
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        try {
            return (settled ? node.patient() : node)
                    .call("POST", path + RemoteNode.parameters(parameters), json, headers);
        } catch (NoAnswerException e) {
            throw new IllegalStateException(e.getMessage() + "; it may have arrived: " + again(), e);
        }
    }

    private String again() {
        return key == null
                ? "what is sent under an --idempotency-key can be sent again, and is handled once"
                : "send it again under the same --idempotency-key '" + key + "', and it is handled once";
    }
}
