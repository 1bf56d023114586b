package dev.troupe.node.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.cluster.Inquiries;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks nodes in JSON, and says which did not answer. */
public final class ClusterQuestions {
    /** The argument of a question that has none. */
    public record Nothing() {}

    private final Inquiries inquiries;
    private final Duration timeout;

    public ClusterQuestions(Inquiries inquiries, Duration timeout) {
        this.inquiries = inquiries;
        this.timeout = timeout;
    }

    /** Says what answers a question here: gets the argument, and returns what is written as JSON. */
    public <T> void answer(String question, Class<T> argument, Function<T, ?> answerer) {
        inquiries.answer(
                question,
                text -> CompletableFuture.completedFuture(Json.text(answerer.apply(Json.parse(text, argument)))));
    }

    /** As {@link #answer}, for an answer that takes time. */
    public <T> void answerLater(
            String question, Class<T> argument, Function<T, ? extends CompletionStage<?>> answerer) {
        inquiries.answer(
                question, text -> answerer.apply(Json.parse(text, argument)).thenApply(Json::text));
    }

    /** Asks all nodes. */
    public <T> CompletionStage<Answers<T>> askAll(String question, Object argument, Class<T> answer) {
        return inquiries.askAll(question, Json.text(argument), timeout).thenApply(answers -> {
            Map<String, T> read = new TreeMap<>();
            answers.forEach((node, text) -> read.put(node, Json.parse(text, answer)));
            return new Answers<>(read, missing(answers));
        });
    }

    private ArrayNode missing(Map<String, String> answers) {
        var missing = JsonNodeFactory.instance.arrayNode();
        inquiries.nodes().stream().filter(node -> !answers.containsKey(node)).forEach(missing::add);
        return missing;
    }

    /** Asks one node. */
    public <T> CompletionStage<T> ask(String node, String question, Object argument, Class<T> answer) {
        return ask(node, question, argument, answer, timeout);
    }

    /** Asks one node something that may take it longer. */
    public <T> CompletionStage<T> ask(
            String node, String question, Object argument, Class<T> answer, Duration patience) {
        return inquiries.ask(node, question, Json.text(argument), patience).thenApply(text -> Json.parse(text, answer));
    }

    /**
     * What nodes said.
     *
     * @param byNode in the order of their addresses
     * @param missing the nodes that did not answer
     */
    public record Answers<T>(Map<String, T> byNode, ArrayNode missing) {
        /** Starts a document that says who is missing. */
        public ObjectNode document() {
            var document = JsonNodeFactory.instance.objectNode();
            document.set("missing", missing);
            return document;
        }
    }
}
