package dev.troupe.gateway.http;

import dev.troupe.agent.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request fails, as RFC 9457 writes it.
 *
 * @param detail for people, with the offending and the expected value
 * @param more further members, such as the id of the message
 * @param headers of the answer
 */
public record Problem(ProblemType type, String detail, Map<String, Object> more, Map<String, String> headers) {
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), Map.of());
    }

    public static Problem of(Failure failure) {
        return of(ProblemType.of(failure.kind()), failure.message());
    }

    public Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(member, value);
        return new Problem(type, detail, members, headers);
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Problem(type, detail, more, all);
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    /** Returns the members of its JSON, in order. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", detail);
        members.putAll(more);
        return members;
    }
}
