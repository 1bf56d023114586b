package dev.troupe.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.troupe.engine.Secrets;
import dev.troupe.engine.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What holds for one setting, as it may be shown: a secret is not.
 *
 * @param key the whole key
 * @param value as JSON
 * @param usual the default as JSON, {@code null} where a module has none
 * @param origin file and line, or the variable that has it
 * @param differs whether the value is another one than the default
 */
public record EffectiveSetting(String key, String value, String usual, String origin, boolean differs) {

    /** Returns the settings below {@code troupe} of a resolved configuration that has the defaults below it, by key. */
    public static List<EffectiveSetting> all(Config config, KnownSettings known) {
        Map<String, ConfigValue> leaves = new TreeMap<>();
        if (config.root().get(KnownSettings.ROOT) instanceof ConfigObject section) {
            leaves(KnownSettings.ROOT, section, leaves);
        }
        // A key that is neither known nor below an open section is a fault, or a flag of the JVM.
        leaves.keySet().removeIf(key -> known.find(key) == null && !known.isBelowOpen(key));
        return leaves.entrySet().stream()
                .map(each -> of(each.getKey(), each.getValue(), known))
                .toList();
    }

    /** Returns those that differ from their defaults. */
    public static List<EffectiveSetting> differences(Config config, KnownSettings known) {
        return all(config, known).stream().filter(EffectiveSetting::differs).toList();
    }

    private static void leaves(String path, ConfigObject section, Map<String, ConfigValue> into) {
        section.forEach((name, value) -> {
            String key = path + "." + ConfigUtil.joinPath(name);
            if (value instanceof ConfigObject inner) {
                leaves(key, inner, into);
            } else {
                into.put(key, value);
            }
        });
    }

    private static EffectiveSetting of(String key, ConfigValue value, KnownSettings known) {
        var setting = known.find(key);
        String usual = setting == null ? "null" : Secrets.shown(key, setting.value());
        // The environment has texts only: 25520 and "25520" are the same.
        boolean differs = setting == null
                || !String.valueOf(value.unwrapped())
                        .equals(String.valueOf(setting.value().unwrapped()));
        return new EffectiveSetting(key, Secrets.shown(key, value), usual, SettingsReader.origin(value), differs);
    }

    /** Returns it as a line of a configuration. */
    @Override
    public String toString() {
        return key + " = " + value;
    }
}
