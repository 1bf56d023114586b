package dev.troupe.node.metrics;

import dev.troupe.engine.SettingsReader;

/**
 * The settings below {@code troupe.management.metrics}.
 *
 * @param open whether everybody may read them
 * @param agentTypes how many types have figures of their own
 */
public record MetricsSettings(boolean enabled, boolean open, int agentTypes) {

    /** For a start that has more sections: the reader tells of all faults together. */
    public static MetricsSettings of(SettingsReader reader) {
        return new MetricsSettings(
                reader.flag("management.metrics.enabled"),
                reader.flag("management.metrics.open"),
                reader.count("management.metrics.agent-types", 1));
    }
}
