package dev.troupe.engine.config;

import dev.troupe.engine.Settings;
import dev.troupe.engine.SettingsReader;
import java.util.Set;

/** The settings of agents and of what carries their messages. */
public final class EngineSection implements SettingsSection {
    @Override
    public void read(SettingsReader reader) {
        var unused = Settings.of(reader);
    }

    @Override
    public Set<String> open() {
        return Set.of("delivery.dispatcher", "agents.mailbox"); // Pekko's own names
    }
}
