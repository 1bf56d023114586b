package dev.troupe.samples.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.troupe.chat.model.Model;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in one line what is wrong with a model, and what a person can do about it. */
final class ModelTrouble {
    /** Characters of what a provider says. */
    private static final int SHOWN = 300;

    private static final int DEPTH = 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Model model;

    ModelTrouble(Model model) {
        this.model = model;
    }

    String of(Throwable failure) {
        String advice = advice(failure)
                .orElse("Look at the settings in troupe.chat.model, or set TROUPE_CHAT_MODEL to another model.");
        return "model '" + model.name() + "' of " + model.provider() + ": " + said(failure) + " " + advice;
    }

    private Optional<String> advice(Throwable failure) {
        var known = advices();
        Throwable cause = failure;
        for (int depth = 0; depth < DEPTH && cause != null; depth++) {
            var thrown = cause;
            var found = known.entrySet().stream()
                    .filter(entry -> entry.getKey().isInstance(thrown))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private Map<Class<? extends Throwable>, String> advices() {
        String key = model.provider().toUpperCase(Locale.ROOT).replace('-', '_');
        String unreachable = "It cannot be reached: start its server, or correct the URL ("
                + (key.equals("OLLAMA") ? "OLLAMA_HOST" : key + "_BASE_URL") + ") or the network.";
        String late = "It did not answer in time: try again, or give it longer, --set troupe.chat.model.timeout=180s.";
        Map<Class<? extends Throwable>, String> all = new LinkedHashMap<>();
        all.put(AuthenticationException.class, "It refuses the key: set " + key + "_API_KEY to a valid one.");
        all.put(ModelNotFoundException.class, "It is not known there: set TROUPE_CHAT_MODEL to one that is.");
        all.put(RateLimitException.class, "Too many requests, or the quota is used up: wait, or ask for more.");
        all.put(ContentFilteredException.class, "The provider does not answer that: word the task differently.");
        all.put(
                InvalidRequestException.class,
                "The request is refused: perhaps the model has no tools; try another one.");
        all.put(InternalServerException.class, "Its server fails: try again later.");
        all.put(TimeoutException.class, late);
        all.put(HttpTimeoutException.class, late);
        all.put(UnresolvedModelServerException.class, unreachable);
        all.put(ConnectException.class, unreachable);
        all.put(UnresolvedAddressException.class, unreachable);
        if (model.provider().equals("replay")) {
            all.put(
                    IllegalStateException.class,
                    "A recording answers only what was recorded: leave --task out, or record this with --record.");
        }
        return all;
    }

    private static String said(Throwable failure) {
        @Nullable String message = failure.getMessage();
        String text =
                message == null || message.isBlank() ? failure.getClass().getSimpleName() : providersWords(message);
        String line = text.strip().replaceAll("\\s+", " ");
        String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
        return shown.endsWith(".") || shown.endsWith("…") ? shown : shown + ".";
    }

    /** Providers wrap their words in JSON: {@code {"error":{"message":…}}}. */
    private static String providersWords(String message) {
        if (!message.startsWith("{")) {
            return message;
        }
        try {
            var words = JSON.readTree(message).at("/error/message");
            return words.isTextual() ? words.textValue() : message;
        } catch (JsonProcessingException e) {
            return message; // it only looked like JSON
        }
    }
}
