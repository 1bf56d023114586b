package dev.troupe.gateway;

import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsSection;

/** The settings of the gateway, for the check of all. */
public final class GatewaySection implements SettingsSection {
    @Override
    public void read(SettingsReader reader) {
        var unused = GatewaySettings.of(reader);
    }
}
