package dev.troupe.engine;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows settings, but for what nobody should read in a log: that is told by the name of its key. */
public final class Secrets {
    /** Stands where a secret would. */
    public static final String HIDDEN = "***";

    private static final Pattern SECRET = Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|key).*");
    /** Names of what is about a secret, and is none itself. */
    private static final Pattern ABOUT =
            Pattern.compile("(?i).*-(file|files|url|interval|refresh|timeout|required|limit)");

    private static final Pattern IN_URL = Pattern.compile("(?i)([?&;](?:password|token|secret|api-?key)=)[^&;]*");
    private static final Pattern BEFORE_HOST = Pattern.compile("(//[^/@:\\s]*:)[^/\\s]*@");

    private Secrets() {}

    /** Tells whether the value of a key is not to be shown. */
    public static boolean isSecret(String key) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        return SECRET.matcher(key).matches() && !ABOUT.matcher(name).matches();
    }

    /** Returns a value as JSON, without the secrets in it. */
    public static String shown(String key, ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT ->
                new TreeMap<>((Map<String, ConfigValue>) (com.typesafe.config.ConfigObject) value)
                        .entrySet().stream()
                                .map(entry -> '"' + entry.getKey() + "\":"
                                        + shown(key + "." + entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
            case NUMBER, BOOLEAN, NULL -> plain(value);
            default -> isSecret(key) && !isEmpty(value) ? '"' + HIDDEN + '"' : withoutPasswords(plain(value));
        };
    }

    private static String plain(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }

    /** Whether there is a secret is none. */
    private static boolean isEmpty(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING && value.unwrapped().equals("");
    }

    private static String withoutPasswords(String text) {
        return BEFORE_HOST
                .matcher(IN_URL.matcher(text).replaceAll("$1" + HIDDEN))
                .replaceAll("$1" + HIDDEN + "@");
    }
}
