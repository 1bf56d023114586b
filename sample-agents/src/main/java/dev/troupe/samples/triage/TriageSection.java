package dev.troupe.samples.triage;

import dev.troupe.engine.SettingsReader;
import dev.troupe.engine.config.SettingsSection;

/** The settings of the triage, for the check of all. */
public final class TriageSection implements SettingsSection {
    @Override
    public void read(SettingsReader reader) {
        var unused = reader.flag("samples.triage.second-opinion");
    }
}
