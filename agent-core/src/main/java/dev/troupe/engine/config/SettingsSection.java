package dev.troupe.engine.config;

import dev.troupe.engine.SettingsReader;
import java.util.Set;

/**
 * Says how a module reads its settings, so that one check covers all modules on the class path. Found by {@link
 * java.util.ServiceLoader} through {@code META-INF/services/dev.troupe.engine.config.SettingsSection}.
 */
public interface SettingsSection {

    /** Reads the section; the reader keeps what is wrong with it. */
    void read(SettingsReader reader);

    /** Returns sections below which somebody else names the keys, relative to {@code troupe}. */
    default Set<String> open() {
        return Set.of();
    }
}
