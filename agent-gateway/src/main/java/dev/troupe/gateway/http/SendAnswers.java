package dev.troupe.gateway.http;

import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What is answered to those who send, and the ids of what they send. */
final class SendAnswers {
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final int MAX_KEY_LENGTH = 256;

    private SendAnswers() {}

    /** Returns the id of the message: the same for the same key of the same tenant. */
    static String messageId(Call call) {
        var key = call.header(KEY_HEADER);
        if (key.isEmpty()) {
            return MessageIds.next(call.principal());
        }
        if (key.get().isBlank() || key.get().length() > MAX_KEY_LENGTH) {
            throw ProblemException.invalid(
                    KEY_HEADER + ": " + key.get().length() + " characters (expected: 1 to " + MAX_KEY_LENGTH + ")");
        }
        return MessageIds.of(call.principal(), 'k', key.get());
    }

    /**
     * Throws if a request has a key. To repeat an answer would be no promise: a request whose answer did not come, which is
     * when it is sent again, may have been handled all the same.
     */
    static void refuseKey(Call call) {
        if (call.header(KEY_HEADER).isPresent()) {
            throw ProblemException.invalid(
                    KEY_HEADER + " of a request (expected: none; send a message, which is handled "
                            + "once, or put an id into the request that its agent knows again)");
        }
    }

    static String fingerprint(String kind, Object target, JsonPayload payload) {
        return MessageIds.digest(kind + " " + target + " " + payload.type() + " " + payload.json());
    }

    /** Answers 202: the message is on its way, and this is where it is. */
    static HttpResponse begun(SendWindow.Entry entry, SendWindow.Begun begun) {
        return Answers.json(202, begunMembers(entry, begun))
                .addHeader(RawHeader.create("Location", "/v1/messages/" + entry.messageId()));
    }

    static Map<String, Object> begunMembers(SendWindow.Entry entry, SendWindow.Begun begun) {
        return members(entry.messageId(), begun.outcome(), begun.receipts());
    }

    /** Answers with the ends of a message, or as {@link #begun} if there are none yet. The end of one may be a problem. */
    static HttpResponse ended(SendWindow.Entry entry, SendWindow.Begun begun, Optional<List<Receipt>> ends) {
        return ends.isEmpty() ? begun(entry, begun) : Answers.json(200, endedMembers(entry, begun, ends));
    }

    /** Returns the ends of a message; throws the problem that one of them is. */
    static Map<String, Object> endedMembers(
            SendWindow.Entry entry, SendWindow.Begun begun, Optional<List<Receipt>> ends) {
        if (ends.isEmpty()) {
            return begunMembers(entry, begun);
        }
        var receipts = ends.get();
        for (Receipt receipt : receipts) {
            if (receipt.failure().isPresent()) {
                throw Sender.failed(receipt)
                        .with("messageId", entry.messageId())
                        .with("receipts", receipts)
                        .exception();
            }
        }
        Object outcome = receipts.isEmpty() ? SendWindow.Outcome.NO_RECIPIENTS : Receipt.Outcome.PROCESSED;
        return members(entry.messageId(), outcome, receipts);
    }

    static Map<String, Object> members(String messageId, Object outcome, List<Receipt> receipts) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("messageId", messageId);
        members.put("outcome", outcome);
        members.put("receipts", receipts);
        return members;
    }
}
