package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

/**
 * A message without its Java class: the JSON name of its type and its content. For gateways, tools and callers that
 * know a type only by name.
 *
 * @param type the JSON name, for example {@code triage.Document}
 * @param json the content; must be well-formed
 */
public record JsonPayload(String type, String json) {
    public JsonPayload {
        requireNonNull(type, "type");
        requireNonNull(json, "json");
    }
}
