package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads what answers say. */
final class Texts {
    private Texts() {}

    /** Returns the texts of a list. */
    static List<String> of(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
