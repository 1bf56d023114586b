package dev.troupe.chat.model;

import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsSection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of the model, for the check of all. Whether they are complete shows who makes a model of them. */
public final class ModelSection implements SettingsSection {
    private static final Pattern TEXT = Pattern.compile("(?s).*");
    private static final Pattern PROVIDER = Pattern.compile(
            "\\s*(" + Stream.of(Provider.values()).map(Provider::word).collect(Collectors.joining("|")) + ")?\\s*");

    @Override
    public void read(SettingsReader reader) {
        if (reader.isSet("chat.model.temperature")) {
            reader.number("chat.model.temperature", 0, 2);
        }
        if (reader.isSet("chat.model.max-tokens")) {
            reader.count("chat.model.max-tokens", 1);
        }
        reader.text("chat.model.provider", PROVIDER, "one of " + Provider.words() + "; or empty");
        reader.time("chat.model.timeout");
        reader.count("chat.model.max-retries", 0);
        texts(reader, "chat.model.");
        for (var provider : Provider.values()) {
            texts(reader, "chat.model." + provider.word() + ".");
        }
    }

    private static void texts(SettingsReader reader, String section) {
        for (String name : List.of("name", "api-key", "base-url")) {
            reader.text(section + name, TEXT, "a text");
        }
    }
}
