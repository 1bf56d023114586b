package dev.troupe.node;

import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsSection;
import dev.troupe.node.management.ManagementSettings;
import dev.troupe.node.metrics.MetricsSettings;
import dev.troupe.node.trace.TraceSettings;
import java.util.List;

/** The settings of what a node shows of itself, for the check of all. */
public final class NodeSection implements SettingsSection {
    @Override
    public void read(SettingsReader reader) {
        var unused = List.of(ManagementSettings.of(reader), MetricsSettings.of(reader), TraceSettings.of(reader));
    }
}
