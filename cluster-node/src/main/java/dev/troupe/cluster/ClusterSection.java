package dev.troupe.cluster;

import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsSection;

/** The settings of a node and of its store, for the check of all. */
public final class ClusterSection implements SettingsSection {
    @Override
    public void read(SettingsReader reader) {
        var unused = ClusterSettings.of(reader);
    }
}
