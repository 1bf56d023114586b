package dev.troupe.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.troupe.engine.SettingFault;
import dev.troupe.engine.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks everything below {@code troupe} at once: keys that nobody knows, and values that are wrong. */
public final class SettingsCheck {
    /** The JVM's own flags, and those of scripts and builds, have the same beginning: {@code -Dtroupe.home}. */
    private static final String JVM = "system properties";

    private final KnownSettings known;
    private final List<SettingFault> faults = new ArrayList<>();

    private SettingsCheck(KnownSettings known) {
        this.known = known;
    }

    /**
     * Requires that there is nothing wrong with a resolved configuration and with the environment of this process.
     *
     * @throws IllegalArgumentException that names each fault, its origin, and what is expected there
     */
    public static void require(Config config) {
        SettingsReader.require(faults(config, KnownSettings.load(), System.getenv()));
    }

    /** Returns what is wrong with a resolved configuration that has the defaults below it: first keys, then values. */
    public static List<SettingFault> faults(Config config, KnownSettings known, Map<String, String> environment) {
        var check = new SettingsCheck(known);
        if (config.root().get(KnownSettings.ROOT) instanceof ConfigObject section) {
            check.section(KnownSettings.ROOT, section);
        }
        check.faults.addAll(EnvironmentSettings.read(known, environment).faults());
        var reader = SettingsReader.of(config);
        known.readers().forEach(each -> each.read(reader));
        reader.faults().stream().filter(fault -> !check.isBelowAFault(fault)).forEach(check.faults::add);
        return List.copyOf(check.faults);
    }

    /** A section that is no section has no keys either: that need not be said of each. */
    private boolean isBelowAFault(SettingFault fault) {
        return faults.stream().anyMatch(each -> fault.key().startsWith(each.key() + "."));
    }

    private void section(String path, ConfigObject section) {
        // By name, so that two runs say the same.
        new TreeMap<>(section).forEach((name, value) -> key(path + "." + ConfigUtil.joinPath(name), value));
    }

    private void key(String key, ConfigValue value) {
        if (known.find(key) != null || isOfTheJvm(value)) {
            return;
        }
        if (!known.sections().contains(key)) {
            unknown(key, value);
        } else if (!(value instanceof ConfigObject section)) {
            faults.add(new SettingFault(key, "a value", "a section: { .. }", SettingsReader.origin(value)));
        } else if (!known.isOpen(key)) {
            section(key, section);
        }
    }

    /** Its value is not shown: the misspelled name of a secret may not look like one. */
    private void unknown(String key, ConfigValue value) {
        Set<String> candidates = new TreeSet<>(known.sections());
        candidates.remove(KnownSettings.ROOT);
        if (!(value instanceof ConfigObject)) {
            candidates.clear();
            known.all().forEach(setting -> candidates.add(setting.key()));
        }
        String expected = Nearest.of(key, candidates)
                .map(nearest -> "perhaps " + nearest)
                .orElse("one of those that './troupe config show' lists");
        faults.add(new SettingFault(key, "unknown", expected, SettingsReader.origin(value)));
    }

    private static boolean isOfTheJvm(ConfigValue value) {
        return value instanceof ConfigObject section
                ? !section.isEmpty() && section.values().stream().allMatch(SettingsCheck::isOfTheJvm)
                : value.origin().description().startsWith(JVM);
    }
}
