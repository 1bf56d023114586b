package dev.troupe.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings key by key and collects every fault instead of stopping at the first. All sections of one start share
 * a reader, so that one error names every wrong key. Keys are relative to {@code troupe}. A wrong value has a stand-in
 * until all is read; nobody but the sections sees it.
 */
public final class SettingsReader {
    private static final Duration LEAST_TIME = Duration.ofMillis(1);

    private final Config config;
    /** Sections may share keys: each is wrong once. */
    private final Set<SettingFault> faults = new LinkedHashSet<>();

    private final Set<String> read = new TreeSet<>();

    private SettingsReader(Config config) {
        this.config = config;
    }

    /**
     * Returns what {@code sections} makes of a resolved configuration that has the defaults below it.
     *
     * @throws IllegalArgumentException if a value was wrong; names every wrong key, its value and what it may be
     */
    public static <T> T read(Config config, Function<SettingsReader, T> sections) {
        var reader = new SettingsReader(config);
        T settings = sections.apply(reader);
        require(List.copyOf(reader.faults));
        return settings;
    }

    /**
     * Throws if there are faults.
     *
     * @throws IllegalArgumentException that names them all
     */
    public static void require(List<SettingFault> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("configuration: "
                    + faults.stream().map(SettingFault::toString).collect(Collectors.joining("; ")));
        }
    }

    /** Starts to read a resolved configuration that has the defaults below it, for one who wants the faults themselves. */
    public static SettingsReader of(Config config) {
        return new SettingsReader(config);
    }

    /** Returns what was wrong so far, in the order in which it was read. */
    public List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    /** Returns the keys that were read so far. */
    public Set<String> read() {
        return Set.copyOf(read);
    }

    /** Tells whether a key that may be {@code null} has a value. */
    public boolean isSet(String key) {
        read.add("troupe." + key);
        return config.hasPath("troupe." + key);
    }

    /** Reads a number that need not be whole. */
    public double number(String key, double least, double most) {
        return read(key, least, "a number from " + least + " to " + most, path -> {
            double value = config.getNumber(path).doubleValue();
            return value >= least && value <= most ? value : null;
        });
    }

    public int count(String key, int least) {
        return whole(key, least, Integer.MAX_VALUE, "a whole number >= " + least);
    }

    public int count(String key, int least, int most) {
        return whole(key, least, most, "a whole number from " + least + " to " + most);
    }

    public boolean flag(String key) {
        return read(key, false, "true or false", config::getBoolean);
    }

    public int bytes(String key) {
        return read(key, 1, "a size from 1 B to 1 GiB, such as 200 KiB", path -> {
            long value = config.getBytes(path);
            return value >= 1 && value <= 1 << 30 ? (int) value : null;
        });
    }

    public Duration time(String key) {
        return time(key, LEAST_TIME);
    }

    public Duration time(String key, Duration least) {
        String expected = "a time of at least " + least.toMillis() + " ms, in a form such as 500ms, 10s or 2m";
        return read(key, least, expected, path -> {
            Duration value = config.getDuration(path);
            return value.compareTo(least) >= 0 ? value : null;
        });
    }

    public String text(String key, Pattern form, String expected) {
        return read(key, "", expected, path -> {
            String value = config.getString(path);
            return form.matcher(value).matches() ? value : null;
        });
    }

    /** Reads a list; {@code form} and {@code expected} are about each of its elements. */
    public List<String> texts(String key, Pattern form, String expected) {
        return read(key, List.of(), "a list of " + expected, path -> {
            List<String> values = config.getStringList(path);
            return values.stream().allMatch(form.asMatchPredicate()) ? List.copyOf(values) : null;
        });
    }

    private int whole(String key, int least, int most, String expected) {
        return read(key, least, expected, path -> {
            double value = config.getNumber(path).doubleValue();
            return value == Math.rint(value) && value >= least && value <= most ? (int) value : null;
        });
    }

    private <T> T read(String key, T standIn, String expected, Function<String, @Nullable T> value) {
        String path = "troupe." + key;
        read.add(path);
        T found = null;
        try {
            found = value.apply(path);
        } catch (ConfigException e) {
            // Reported below, in our own words.
        }
        if (found == null) {
            faults.add(fault(path, expected));
            return standIn;
        }
        return found;
    }

    private SettingFault fault(String path, String expected) {
        if (!config.hasPath(path)) {
            return new SettingFault(path, "missing", expected, "");
        }
        var value = config.getValue(path);
        return new SettingFault(path, Secrets.shown(path, value), expected, origin(value));
    }

    /** Returns where a value comes from, if that is a place where somebody can change it. */
    public static String origin(ConfigValue value) {
        String description = value.origin().description();
        return description.startsWith("String: ") || description.startsWith("hardcoded value") ? "" : description;
    }
}
