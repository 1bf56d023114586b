package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what answers say, and writes it for people. */
final class Texts {
    private Texts() {}

    /** Returns the texts of a list. */
    static List<String> of(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Returns a text without its line breaks. */
    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    /** Returns a time in its largest unit: {@code 12s}, {@code 3m}, {@code 5h}, {@code 2d}. */
    static String time(Duration time) {
        if (time.toMinutes() == 0) {
            return time.toSeconds() + "s";
        }
        if (time.toHours() == 0) {
            return time.toMinutes() + "m";
        }
        return time.toDays() == 0 ? time.toHours() + "h" : time.toDays() + "d";
    }

    /** Returns why a message was given up, in one line; empty where nothing says so. */
    static String failure(JsonNode failure) {
        if (failure.isMissingNode() || failure.isNull()) {
            return "";
        }
        return failure.path("kind").asText() + ": "
                + oneLine(failure.path("message").asText());
    }
}
