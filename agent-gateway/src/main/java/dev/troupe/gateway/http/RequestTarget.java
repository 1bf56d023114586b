package dev.troupe.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request line names. It is read from the raw text, not from what the HTTP library makes of it: there an encoded
 * slash or dot and a plain one can end up the same, but a key may contain a slash. Each segment is decoded exactly once.
 *
 * @param path the decoded segments
 * @param query the decoded parameters
 */
record RequestTarget(List<String> path, Map<String, String> query) {
    RequestTarget {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /** Reads a target in origin or absolute form; throws a problem if it is anything else. */
    static RequestTarget parse(String raw) {
        int question = raw.indexOf('?');
        String path = withoutAuthority(question < 0 ? raw : raw.substring(0, question));
        if (!path.startsWith("/")) {
            throw ProblemException.invalid("request target: " + shown(raw) + " (expected: /path?query)");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(requireNoDots(decode(segment)));
        }
        return new RequestTarget(segments, query(question < 0 ? "" : raw.substring(question + 1)));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    private static String withoutAuthority(String path) {
        if (!path.startsWith("http://") && !path.startsWith("https://")) {
            return path;
        }
        int slash = path.indexOf('/', path.indexOf("//") + 2);
        return slash < 0 ? "/" : path.substring(slash);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (query.put(name, value) != null) {
                throw ProblemException.invalid("query parameter " + shown(name) + " (expected: once)");
            }
        }
        return query;
    }

    /** Proxies and clients drop such segments, encoded or not, so a path with one may have named something else before. */
    private static String requireNoDots(String segment) {
        if (segment.equals(".") || segment.equals("..")) {
            throw ProblemException.invalid("path segment: '" + segment + "' (expected: neither '.' nor '..')");
        }
        return segment;
    }

    private static String decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '%') {
                bytes.write(hex(text, index));
                index += 2;
            } else if (character > ' ' && character < 127) {
                bytes.write(character);
            } else {
                throw notEncoded(text);
            }
        }
        return requireNoControls(utf8(bytes.toByteArray(), text));
    }

    private static int hex(String text, int percent) {
        int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(percent + 2), 16);
        if (low < 0) {
            throw notEncoded(text);
        }
        return high * 16 + low;
    }

    private static String utf8(byte[] bytes, String text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notEncoded(text);
        }
    }

    private static String requireNoControls(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("path or query: " + shown(text) + " (expected: no control characters)");
        }
        return text;
    }

    private static ProblemException notEncoded(String text) {
        return ProblemException.invalid(
                "path or query: " + shown(text) + " (expected: UTF-8, percent-encoded where it is not ASCII)");
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? "'" + printable + "'" : "'" + printable.substring(0, 80) + "…'";
    }
}
