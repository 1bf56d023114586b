package dev.troupe.node.trace;

import dev.troupe.engine.SettingsReader;

/**
 * The settings below {@code troupe.trace}.
 *
 * @param turns how many turns a node remembers; 0 for none
 */
public record TraceSettings(int turns, OtlpSettings otlp) {

    /** For a start that has more sections: the reader tells of all faults together. */
    public static TraceSettings of(SettingsReader reader) {
        return new TraceSettings(reader.count("trace.turns", 0), OtlpSettings.of(reader));
    }
}
