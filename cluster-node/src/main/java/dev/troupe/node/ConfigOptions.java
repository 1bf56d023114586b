package dev.troupe.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.troupe.engine.config.SettingsLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the settings of a command are given, as a mixin of picocli. */
public final class ConfigOptions {
    @Option(
            names = "--config",
            description = "A configuration file; goes before application.conf, and behind the environment.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; goes before everything else.")
    private List<String> settings = new ArrayList<>();

    /**
     * Returns what goes before {@code application.conf}.
     *
     * @param flags what other options say, as lines of a configuration; {@code --set} goes before it
     * @throws IllegalArgumentException if it is no configuration
     */
    public Config overrides(String flags) throws IOException {
        try {
            var all = parse(String.join("\n", settings), "--set")
                    .withFallback(parse(flags, "command line"))
                    .withFallback(SettingsLayers.environment());
            return config == null
                    ? all
                    : all.withFallback(parse(OptionFile.text("--config", config), config.toString()));
        } catch (ConfigException e) {
            throw new IllegalArgumentException("configuration: " + e.getMessage(), e);
        }
    }

    private static Config parse(String text, String origin) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription(origin));
    }
}
