package dev.troupe.engine.config;

import com.typesafe.config.ConfigValue;
import java.util.List;

/**
 * A setting that a module on the class path has a default for.
 *
 * @param key the whole key, {@code troupe.cluster.port}
 * @param comment what it means, line by line; empty where it shares the comment of the setting before it
 * @param value the default, without what the environment says
 */
public record KnownSetting(String key, List<String> comment, ConfigValue value) {
    public KnownSetting {
        comment = List.copyOf(comment);
    }
}
