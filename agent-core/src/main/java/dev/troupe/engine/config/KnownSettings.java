package dev.troupe.engine.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All settings below {@code troupe} that the modules on the class path have defaults for. Immutable. */
public final class KnownSettings {
    static final String ROOT = "troupe";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\?([A-Z][A-Z0-9_]*)}");
    private static final ConfigResolveOptions WITHOUT_ENVIRONMENT =
            ConfigResolveOptions.noSystem().setAllowUnresolved(true);

    private final Map<String, KnownSetting> settings = new TreeMap<>();
    private final Set<String> sections = new TreeSet<>();
    private final Set<String> open = new TreeSet<>();
    private final Set<String> variables = new TreeSet<>();
    private final List<SettingsSection> readers;
    private final List<String> texts = new ArrayList<>();

    private KnownSettings(List<ReferenceFiles.ReferenceFile> files, List<SettingsSection> readers) {
        this.readers = List.copyOf(readers);
        readers.forEach(section -> section.open().forEach(key -> open.add(ROOT + "." + key)));
        Config all = ConfigFactory.empty();
        for (var file : files) {
            var options = ConfigParseOptions.defaults().setOriginDescription(file.name());
            all = all.withFallback(ConfigFactory.parseString(file.text(), options));
            VARIABLE.matcher(file.text()).results().forEach(found -> variables.add(found.group(1)));
            texts.add(file.text());
        }
        var root = all.withOnlyPath(ROOT).resolve(WITHOUT_ENVIRONMENT).root().get(ROOT);
        if (root instanceof ConfigObject section) {
            addAll(ROOT, section);
        }
    }

    /** Returns those of the class path that {@code ConfigFactory} reads. */
    public static KnownSettings load() {
        var loader = Thread.currentThread().getContextClassLoader();
        var own = loader == null ? KnownSettings.class.getClassLoader() : loader;
        List<SettingsSection> readers = new ArrayList<>();
        ServiceLoader.load(SettingsSection.class, own).forEach(readers::add);
        return new KnownSettings(ReferenceFiles.read(own), readers);
    }

    private void addAll(String path, ConfigObject section) {
        sections.add(path);
        if (section.isEmpty()) {
            open.add(path); // a map whose keys the operator names
        }
        section.forEach((name, value) -> add(path + "." + ConfigUtil.joinPath(name), value));
    }

    private void add(String path, ConfigValue value) {
        if (value instanceof ConfigObject section) {
            try {
                addAll(path, section);
            } catch (ConfigException.NotResolved e) {
                open.add(path); // it is made of settings that are not ours, so nobody knows its keys yet
            }
            return;
        }
        settings.put(path, new KnownSetting(path, value.origin().comments(), value));
    }

    /** Returns all, by key. */
    public Collection<KnownSetting> all() {
        return List.copyOf(settings.values());
    }

    /** Returns the setting with this key, null if there is none. */
    public @Nullable KnownSetting find(String key) {
        return settings.get(key);
    }

    /** Returns the keys of all sections, {@code troupe} among them. */
    Set<String> sections() {
        return sections;
    }

    /** Tells whether others name the keys below a section. */
    boolean isOpen(String section) {
        return open.contains(section);
    }

    /** Tells whether a key is below a section whose keys others name. */
    boolean isBelowOpen(String key) {
        return open.stream().anyMatch(section -> key.startsWith(section + "."));
    }

    /** Returns the environment variables that the defaults themselves name. */
    Set<String> variables() {
        return variables;
    }

    List<SettingsSection> readers() {
        return readers;
    }

    /** Returns an {@code application.conf} with every setting, its comment and its default, that changes nothing. */
    public String template() {
        return Template.of(texts);
    }
}
