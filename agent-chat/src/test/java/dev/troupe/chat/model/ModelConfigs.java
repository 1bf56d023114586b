package dev.troupe.chat.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;

/** Configurations that know nothing of the environment of the machine; what stands at the top is taken for it. */
public final class ModelConfigs {
    private ModelConfigs() {}

    public static Config of(String... lines) {
        return ConfigFactory.parseString(String.join("\n", lines))
                .withFallback(ConfigFactory.parseResources("reference.conf").withOnlyPath("troupe.chat"))
                .resolve(ConfigResolveOptions.noSystem());
    }
}
