package dev.troupe.samples.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tasks in a recording of a model: what its requests say in the name of {@code user}. */
final class RecordedTasks {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordedTasks() {}

    /**
     * Reads them, in the order in which they were given.
     *
     * @throws IllegalArgumentException if there is none: it is no recording of a team
     */
    static List<String> read(Path file) throws IOException {
        Set<String> tasks = new LinkedHashSet<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank()) {
                parse(file, line).at("/request/messages").forEach(message -> {
                    if (message.path("name").asText().equals("user")) {
                        tasks.add(message.at("/contents/0/text").asText());
                    }
                });
            }
        }
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("--replay: " + file + " (expected: a recording with a task of a user)");
        }
        return new ArrayList<>(tasks);
    }

    private static JsonNode parse(Path file, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("--replay: " + file + " (expected: one JSON object a line)", e);
        }
    }
}
