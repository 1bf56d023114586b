package dev.troupe.chat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a real model has answered, found by the request. */
final class Recording implements ReplySource {
    private static final int SHOWN = 120;

    private final Path file;
    private final Map<JsonNode, Answers> answers = new LinkedHashMap<>();

    private Recording(Path file) {
        this.file = file;
    }

    static Recording read(Path file) {
        var recording = new Recording(file);
        try {
            List<String> lines = Files.readAllLines(file);
            for (int index = 0; index < lines.size(); index++) {
                recording.add(index + 1, lines.get(index));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (expected: a recording of a model)", e);
        }
        return recording;
    }

    private void add(int number, String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            JsonNode exchange = ExchangeJson.parse(line);
            var answer = ModelReply.of(ExchangeJson.readAnswer(exchange.required("answer")));
            JsonNode request = ExchangeJson.ordered(exchange.required("request"));
            answers.computeIfAbsent(request, key -> new Answers()).add(answer);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + ": " + shown(line, 0)
                            + " (expected: a request and its answer, as they are recorded)",
                    e);
        }
    }

    @Override
    public synchronized ModelReply next(ChatRequest request) {
        JsonNode asked = ExchangeJson.ordered(ExchangeJson.request(request));
        Answers found = answers.get(asked);
        if (found == null) {
            throw new IllegalStateException("replay: the request is not in " + file + ". " + nearest(asked));
        }
        ModelReply reply = found.left.poll();
        if (reply == null) {
            throw new IllegalStateException("replay: the same request for the " + (found.count + 1)
                    + ". time (expected: at most " + found.count + ", as often as it is in " + file + ")");
        }
        return reply;
    }

    private String nearest(JsonNode asked) {
        return answers.keySet().stream()
                .max(Comparator.comparingInt(recorded -> commonMessages(asked, recorded)))
                .map(recorded -> difference(asked, recorded))
                .orElse("It has no requests.");
    }

    private static int commonMessages(JsonNode one, JsonNode other) {
        JsonNode ones = one.path("messages");
        JsonNode others = other.path("messages");
        int common = 0;
        while (common < ones.size()
                && common < others.size()
                && ones.get(common).equals(others.get(common))) {
            common++;
        }
        return common;
    }

    private static String difference(JsonNode asked, JsonNode recorded) {
        int common = commonMessages(asked, recorded);
        JsonNode ones = asked.path("messages");
        JsonNode others = recorded.path("messages");
        if (common < ones.size() || common < others.size()) {
            return "The nearest one differs in message " + (common + 1) + ": "
                    + difference(text(ones.path(common)), text(others.path(common)));
        }
        String field = asked.path("tools").equals(recorded.path("tools")) ? "format" : "tools";
        return "The nearest one differs in its " + field + ": "
                + difference(text(asked.path(field)), text(recorded.path(field)));
    }

    private static String text(JsonNode json) {
        return json.isMissingNode() ? "nothing" : ExchangeJson.text(json);
    }

    private static String difference(String asked, String recorded) {
        int same = 0;
        while (same < asked.length() && same < recorded.length() && asked.charAt(same) == recorded.charAt(same)) {
            same++;
        }
        int start = Math.max(0, same - SHOWN / 2);
        return shown(asked, start) + " (expected: " + shown(recorded, start) + ")";
    }

    private static String shown(String text, int start) {
        int end = Math.min(text.length(), start + SHOWN);
        return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
    }

    /** The answers to one request that are left. */
    private static final class Answers {
        private final Deque<ModelReply> left = new ArrayDeque<>();
        private int count;

        private void add(ModelReply reply) {
            left.add(reply);
            count++;
        }
    }
}
