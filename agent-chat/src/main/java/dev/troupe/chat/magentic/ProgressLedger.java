package dev.troupe.chat.magentic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.List;
import java.util.Optional;

/**
 * What a model says of the progress of a task.
 *
 * @param satisfied why the task is done; empty if it is not
 * @param moving whether something has changed, and not in a circle
 * @param instruction for {@code nextSpeaker}
 */
record ProgressLedger(Optional<String> satisfied, boolean moving, String nextSpeaker, String instruction) {
    private static final String SATISFIED = "is_request_satisfied";
    private static final String LOOP = "is_in_loop";
    private static final String PROGRESS = "is_progress_being_made";
    private static final String SPEAKER = "next_speaker";
    private static final String INSTRUCTION = "instruction_or_question";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What a model has said instead of a ledger. */
    static final class NotALedger extends Exception {
        private static final long serialVersionUID = 1;

        private final String problem;

        NotALedger(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    /**
     * Reads what a model has said: JSON, in a fence or with some words round it.
     *
     * @param names of whom can be next; a single one is, whatever the model says
     * @throws NotALedger if something is missing or of another type, or somebody else is next
     */
    static ProgressLedger parse(String text, List<String> names) throws NotALedger {
        JsonNode json = json(text);
        boolean satisfied = truth(json, SATISFIED);
        boolean inLoop = truth(json, LOOP);
        boolean moving = truth(json, PROGRESS) && !inLoop;
        String instruction = text(json, INSTRUCTION, "answer");
        String speaker = names.size() == 1 ? names.get(0) : text(json, SPEAKER, "answer");
        if (!satisfied && !names.contains(speaker)) {
            throw new NotALedger(SPEAKER + ".answer: '" + speaker + "' (expected: one of " + names + ")");
        }
        Optional<String> reason = satisfied ? Optional.of(text(json, SATISFIED, "reason")) : Optional.empty();
        return new ProgressLedger(reason, moving, speaker, instruction);
    }

    /** Returns the form of a ledger, for models that keep to one. */
    static ResponseFormat format(List<String> names) {
        var root = JsonObjectSchema.builder()
                .addProperty(SATISFIED, answer().addBooleanProperty("answer").build())
                .addProperty(LOOP, answer().addBooleanProperty("answer").build())
                .addProperty(PROGRESS, answer().addBooleanProperty("answer").build())
                .addProperty(SPEAKER, answer().addEnumProperty("answer", names).build())
                .addProperty(INSTRUCTION, answer().addStringProperty("answer").build())
                .required(SATISFIED, LOOP, PROGRESS, SPEAKER, INSTRUCTION)
                .additionalProperties(false)
                .build();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("LedgerEntry")
                        .rootElement(root)
                        .build())
                .build();
    }

    private static JsonObjectSchema.Builder answer() {
        return JsonObjectSchema.builder()
                .addStringProperty("reason")
                .required("reason", "answer")
                .additionalProperties(false);
    }

    private static JsonNode json(String text) throws NotALedger {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            throw new NotALedger("no JSON object (expected: one)");
        }
        try {
            return MAPPER.readTree(text.substring(from, to + 1));
        } catch (JsonProcessingException e) {
            throw new NotALedger("the JSON object cannot be read: " + e.getOriginalMessage());
        }
    }

    private static boolean truth(JsonNode json, String field) throws NotALedger {
        requireReason(json, field);
        JsonNode answer = json.path(field).path("answer");
        String text = answer.asText();
        // Some models write truth as a text.
        if (!"true".equalsIgnoreCase(text) && !"false".equalsIgnoreCase(text)) {
            throw new NotALedger(field + ".answer: " + shown(answer) + " (expected: true or false)");
        }
        return "true".equalsIgnoreCase(text);
    }

    private static String text(JsonNode json, String field, String part) throws NotALedger {
        requireReason(json, field);
        JsonNode value = json.path(field).path(part);
        if (!value.isTextual()) {
            throw new NotALedger(field + "." + part + ": " + shown(value) + " (expected: a text)");
        }
        return value.textValue();
    }

    private static void requireReason(JsonNode json, String field) throws NotALedger {
        if (!json.path(field).has("reason")) {
            throw new NotALedger(field + ".reason: nothing (expected: a text)");
        }
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
