package dev.troupe.gateway.access;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How callers prove who they are; section {@code troupe.gateway.auth}. An empty text means that something is not set.
 *
 * @param reloadInterval how often the files are looked at
 */
public record AccessSettings(String tokensFile, Jwt jwt, Duration reloadInterval) {
    static final String SECTION = "troupe.gateway.auth";

    private static final Pattern ANYTHING = Pattern.compile(".*");
    private static final Pattern URL =
            Pattern.compile("|https://\\S+|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?(/\\S*)?");
    private static final Pattern NAME = Pattern.compile("\\S+");

    /**
     * Tokens that somebody else signs.
     *
     * @param tenantRequired refuses those that name no tenant
     * @param keysRefresh how often the keys of {@code keysUrl} are fetched
     * @param unknownKeyInterval how often an unknown key has them fetched at most
     */
    public record Jwt(
            String keysFile,
            String keysUrl,
            String secretFile,
            String issuer,
            String audience,
            boolean tenantRequired,
            Claims claims,
            Duration clockSkew,
            Duration keysRefresh,
            Duration keysTimeout,
            Duration unknownKeyInterval) {

        /** Tells whether there is anything that a signature could be checked with. */
        public boolean enabled() {
            return !keysFile.isEmpty() || !keysUrl.isEmpty() || !secretFile.isEmpty();
        }

        private static Jwt read(SettingsReader reader) {
            String key = "gateway.auth.jwt.";
            return new Jwt(
                    reader.text(key + "keys-file", ANYTHING, "a file"),
                    reader.text(key + "keys-url", URL, "an https address, or an http one of this machine"),
                    reader.text(key + "secret-file", ANYTHING, "a file"),
                    reader.text(key + "issuer", ANYTHING, "a text"),
                    reader.text(key + "audience", ANYTHING, "a text"),
                    reader.flag(key + "tenant-required"),
                    Claims.read(reader),
                    reader.time(key + "clock-skew"),
                    reader.time(key + "keys-refresh"),
                    reader.time(key + "keys-timeout"),
                    reader.time(key + "unknown-key-interval"));
        }
    }

    /** Which claims say what. */
    public record Claims(String name, String tenant, String agents, String topics, String allow) {
        private static Claims read(SettingsReader reader) {
            String key = "gateway.auth.jwt.claims.";
            return new Claims(
                    reader.text(key + "name", NAME, "the name of a claim"),
                    reader.text(key + "tenant", NAME, "the name of a claim"),
                    reader.text(key + "agents", NAME, "the name of a claim"),
                    reader.text(key + "topics", NAME, "the name of a claim"),
                    reader.text(key + "allow", NAME, "the name of a claim"));
        }
    }

    public static AccessSettings read(SettingsReader reader) {
        return new AccessSettings(
                reader.text("gateway.auth.tokens-file", ANYTHING, "a file"),
                Jwt.read(reader),
                reader.time("gateway.auth.reload-interval"));
    }

    /** Tells whether callers have to prove who they are. */
    public boolean enabled() {
        return !tokensFile.isEmpty() || jwt.enabled();
    }
}
