package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which agents take no message until a request is answered, since a turn of theirs awaits that answer. A request carries
 * them in a header, the first to wait first. Each is named once, and a request that would close a circle is not
 * sent, so the header is bounded by the number of agents that can wait for one request.
 */
final class Waiting {
    /** Notes which agents wait for a request. */
    static final String HEADER = SendOptions.RESERVED_HEADERS + "waiting";

    private Waiting() {}

    /**
     * Returns the headers of a request to {@code target} that the turn of {@code current} awaits.
     *
     * @throws AgentException {@code CYCLE} if the target is among those who wait then
     */
    static Map<String, String> headers(Envelope current, AgentId target) {
        Set<AgentId> waiting = read(current.headers().get(HEADER));
        waiting.add(current.recipient());
        if (waiting.contains(target)) {
            throw new AgentException(cycle(waiting, target));
        }
        Map<String, String> headers = new HashMap<>(current.headers());
        headers.put(HEADER, Json.text(waiting));
        return headers;
    }

    /** Returns the headers without that one: for users, and for messages that nobody waits for. */
    static Map<String, String> without(Map<String, String> headers) {
        if (!headers.containsKey(HEADER)) {
            return headers;
        }
        Map<String, String> others = new HashMap<>(headers);
        others.remove(HEADER);
        return others;
    }

    private static Set<AgentId> read(@Nullable String header) {
        Set<AgentId> waiting = new LinkedHashSet<>();
        if (header != null) {
            try {
                waiting.addAll(List.of(Json.read(header.getBytes(StandardCharsets.UTF_8), AgentId[].class)));
            } catch (IOException e) {
                throw new UncheckedIOException(HEADER + ": " + header, e);
            }
        }
        return waiting;
    }

    private static Failure cycle(Set<AgentId> waiting, AgentId target) {
        String circle = waiting.stream()
                .dropWhile(agent -> !agent.equals(target))
                .map(AgentId::toString)
                .collect(Collectors.joining(" -> ", "", " -> " + target));
        return Failure.of(
                Failure.Kind.CYCLE,
                circle + ": each awaits the next, so none could answer (expected: effects().ask with onReply at one of"
                        + " them, which blocks nobody)");
    }
}
