package dev.troupe.chat.model;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.util.Locale;
import java.util.Optional;

/**
 * The door to a model. Thread-safe as far as its clients are; those of {@link ChatModels} are.
 *
 * @param name as the provider calls it
 * @param provider the word for it in {@code troupe.chat.model.provider}, or another one for models that are made otherwise
 * @param blocking holds its thread until the answer is there; ends early when that thread is interrupted
 * @param streaming the same model, for answers that are shown while they are made; empty if it cannot do that
 */
public record Model(String name, String provider, ChatModel blocking, Optional<StreamingChatModel> streaming) {
    public Model {
        requireText(name, "name");
        requireText(provider, "provider");
        requireNonNull(blocking, "blocking");
        requireNonNull(streaming, "streaming");
    }

    /** Returns a model with the name and provider that {@code model} itself gives; it streams if its class does. */
    public static Model of(ChatModel model) {
        String name = model.defaultRequestParameters().modelName();
        String provider = model.provider().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Optional<StreamingChatModel> streaming =
                model instanceof StreamingChatModel streams ? Optional.of(streams) : Optional.empty();
        return new Model(name == null ? provider : name, provider, model, streaming);
    }

    private static void requireText(String value, String component) {
        if (requireNonNull(value, component).isBlank()) {
            throw new IllegalArgumentException(component + ": '" + value + "' (expected: a name)");
        }
    }
}
