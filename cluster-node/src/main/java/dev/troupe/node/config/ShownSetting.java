package dev.troupe.node.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.engine.config.EffectiveSetting;

/** A setting as programs read it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ShownSetting(
        String key,
        @JsonRawValue String value,
        @JsonProperty("default") @JsonRawValue String usual,
        String origin) {

    static ShownSetting of(EffectiveSetting setting) {
        return new ShownSetting(setting.key(), setting.value(), setting.usual(), setting.origin());
    }
}
