package dev.troupe.message;

import dev.troupe.agent.AgentId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of a message in a trace, as the header {@code traceparent} of W3C Trace Context has it: one trace for all that
 * follows from one message from outside, and one span for each turn. All ids are made from ids of messages, so that whoever
 * has a message knows its trace and the span of the turn that handles it, also from a journal, years later.
 *
 * @param traceId 32 hexadecimal digits
 * @param parent the span of the turn that sent the message; 16 digits
 * @param flags two digits, as the caller gave them
 */
public record TraceParent(String traceId, String parent, String flags) {
    /** The header's name. */
    public static final String HEADER = "traceparent";

    private static final HexFormat HEX = HexFormat.of();
    private static final String VERSION = "00-";
    private static final int TRACE_END = 35;
    private static final int PARENT_END = 52;
    private static final int LENGTH = 55;
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long OTHER_SEED = 0x9ae16a3b2f90404fL;

    /** Returns that of a message: what its header says, or the beginning of a trace of its own. */
    public static TraceParent of(Envelope envelope) {
        var read = parse(envelope.headers().get(HEADER));
        return read == null ? root(envelope.id()) : read;
    }

    /** Returns that of the turn in which its recipient handles a message: what the turn sends has this one. */
    public static TraceParent ofTurn(Envelope envelope) {
        return of(envelope).child(envelope.id(), envelope.recipient());
    }

    /** Returns the beginning of the trace of a message from outside. */
    public static TraceParent root(String messageId) {
        String trace = hex(mix(hash(SEED, messageId))) + hex(mix(hash(OTHER_SEED, messageId)));
        return new TraceParent(trace, rootSpan(trace), "01");
    }

    /** Returns what a header says; null if it says nothing that can be read. */
    public static @Nullable TraceParent parse(@Nullable String header) {
        if (header == null || header.length() != LENGTH || !header.startsWith(VERSION)) {
            return null;
        }
        if (header.charAt(TRACE_END) != '-' || header.charAt(PARENT_END) != '-') {
            return null;
        }
        String trace = header.substring(VERSION.length(), TRACE_END);
        String parent = header.substring(TRACE_END + 1, PARENT_END);
        String flags = header.substring(PARENT_END + 1);
        return isId(trace) && isId(parent) && isHex(flags) ? new TraceParent(trace, parent, flags) : null;
    }

    /** Returns the span of the turn in which an agent handles a message. Each attempt belongs to it. */
    public static String span(String messageId, AgentId recipient) {
        return hex(mix(hash(hash(hash(SEED, messageId) * 31, recipient.type()) * 31, recipient.key())));
    }

    /** Returns what the turn that handles this message at {@code recipient} gives to those it sends. */
    public TraceParent child(String messageId, AgentId recipient) {
        return new TraceParent(traceId, span(messageId, recipient), flags);
    }

    /** Tells whether the trace begins with the message: nobody's turn sent it. */
    public boolean isRoot() {
        return parent.equals(rootSpan(traceId));
    }

    /** Returns the headers with this one in them. */
    public Map<String, String> in(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return Map.of(HEADER, header());
        }
        Map<String, String> more = new HashMap<>(headers);
        more.put(HEADER, header());
        return more;
    }

    /** Returns the header's value. */
    public String header() {
        return VERSION + traceId + '-' + parent + '-' + flags;
    }

    private static String rootSpan(String traceId) {
        return hex(mix(hash(SEED, traceId)));
    }

    private static boolean isId(String text) {
        return isHex(text) && !text.chars().allMatch(digit -> digit == '0');
    }

    private static boolean isHex(String text) {
        for (int place = 0; place < text.length(); place++) {
            char digit = text.charAt(place);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static String hex(long id) {
        return HEX.toHexDigits(id == 0 ? 1 : id);
    }

    /** FNV-1a: short, and the same everywhere and for ever. */
    private static long hash(long before, String text) {
        long hash = before;
        for (int place = 0; place < text.length(); place++) {
            hash = (hash ^ text.charAt(place)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
