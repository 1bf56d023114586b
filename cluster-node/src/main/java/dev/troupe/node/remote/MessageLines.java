package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What became of a message, for people. */
final class MessageLines {
    private MessageLines() {}

    static void print(PrintWriter out, JsonNode message) {
        out.println("message  " + message.path("messageId").asText());
        out.println("outcome  " + message.path("outcome").asText());
        for (var receipt : message.path("receipts")) {
            String failure = Texts.failure(receipt.path("failure"));
            out.println("at       " + receipt.path("recipient").asText() + ": "
                    + receipt.path("outcome").asText() + ", attempts "
                    + receipt.path("attempts").asInt() + (failure.isEmpty() ? "" : ", " + failure));
        }
    }
}
