package dev.troupe.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.troupe.engine.SettingFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings that the environment has: each has a variable, {@code TROUPE_CLUSTER_PORT} for {@code troupe.cluster.port}. A list
 * is written with commas, or as in a file.
 *
 * @param config goes before files
 * @param faults variables that look like settings and are none
 */
public record EnvironmentSettings(Config config, List<SettingFault> faults) {
    private static final String PREFIX = "TROUPE_";

    /** What Kubernetes says of a service {@code troupe-gateway} to each container. */
    private static final Pattern OF_A_SERVICE =
            Pattern.compile("TROUPE_\\w*?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    public EnvironmentSettings {
        faults = List.copyOf(faults);
    }

    /** Reads an environment; variables with other beginnings, and those that the defaults themselves name, are not its. */
    public static EnvironmentSettings read(KnownSettings known, Map<String, String> environment) {
        Map<String, KnownSetting> byVariable =
                known.all().stream().collect(Collectors.toMap(each -> variable(each.key()), each -> each, (a, b) -> a));
        Set<String> sections = sections(known);
        Config config = ConfigFactory.empty();
        List<SettingFault> faults = new ArrayList<>();
        for (var each : new TreeMap<>(environment).entrySet()) {
            String name = each.getKey();
            if (!name.startsWith(PREFIX) || isOfAService(name, each.getValue())) {
                continue;
            }
            var setting = byVariable.get(name);
            if (setting != null) {
                config = config.withValue(setting.key(), value(setting, name, each.getValue()));
            } else if (!known.variables().contains(name) && sections.contains(section(name))) {
                faults.add(unknown(name, byVariable.keySet()));
            }
        }
        return new EnvironmentSettings(config, faults);
    }

    /** Returns the variable of a key. */
    public static String variable(String key) {
        return key.replaceAll("[.\\-]", "_").replace("\"", "").toUpperCase(Locale.ROOT);
    }

    private static SettingFault unknown(String name, Set<String> variables) {
        String expected = Nearest.of(name, variables)
                .map(nearest -> "perhaps " + nearest)
                .orElse("TROUPE_ and a key below troupe, with _ for dots and dashes");
        return new SettingFault(name, "unknown", expected, "the environment");
    }

    /** Returns the beginnings by which a variable looks like a setting; others, such as TROUPE_HOME, are somebody else's. */
    private static Set<String> sections(KnownSettings known) {
        Set<String> sections = new HashSet<>();
        known.sections().forEach(path -> sections.add(section(variable(path) + "_")));
        sections.remove("");
        return sections;
    }

    private static String section(String variable) {
        String rest = variable.length() < PREFIX.length() ? "" : variable.substring(PREFIX.length());
        return rest.contains("_") ? rest.substring(0, rest.indexOf('_')) : "";
    }

    private static boolean isOfAService(String name, String value) {
        return OF_A_SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT")
                        && ADDRESS_OF_A_SERVICE.matcher(value).matches());
    }

    private static ConfigValue value(KnownSetting setting, String variable, String text) {
        String origin = "environment variable " + variable;
        if (setting.value().valueType() != ConfigValueType.LIST) {
            return ConfigValueFactory.fromAnyRef(text, origin);
        }
        return ConfigValueFactory.fromAnyRef(list(text), origin);
    }

    private static Object list(String text) {
        if (text.strip().startsWith("[")) {
            try {
                return ConfigFactory.parseString("it = " + text).getList("it").unwrapped();
            } catch (ConfigException e) {
                return text; // which is no list: its section says so
            }
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
