package dev.troupe.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;

/**
 * Lays settings over each other: those of a caller, of the JVM, of the environment, of {@code application.conf}, of a
 * runtime, and the defaults.
 */
public final class SettingsLayers {
    private SettingsLayers() {}

    /**
     * Returns what holds for a runtime.
     *
     * @param resource of the runtime
     * @throws ConfigException if they do not fit together
     */
    public static Config of(Config overrides, Class<?> runtime, String resource) {
        return said(overrides)
                .withFallback(ConfigFactory.parseResources(runtime.getClassLoader(), resource))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }

    /** Returns what holds for code that is asked before there is a runtime. */
    public static Config application() {
        return said(ConfigFactory.empty())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }

    private static Config said(Config overrides) {
        return overrides
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(environment())
                .withFallback(ConfigFactory.defaultApplication());
    }

    /** Returns the settings that the environment of this process has. */
    public static Config environment() {
        return EnvironmentSettings.read(KnownSettings.load(), System.getenv()).config();
    }
}
