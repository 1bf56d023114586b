package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * The tokens file: HOCON or JSON, a list {@code tokens} of entries. It holds hashes only. A token is long and random, so
 * nobody finds one by trying, and a plain SHA-256 tells as little of it as a slow hash would.
 */
public final class TokenFile {
    private static final String NAME_KEYS = "name, sha256, certificate, tenant, agents, topics, allow, expires";
    private static final Set<String> KEYS = Set.of(NAME_KEYS.split(", ", -1));
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom random = new SecureRandom();

    private TokenFile() {}

    /** Returns a new token: 256 random bits after a mark by which it is recognised where it does not belong. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return "troupe_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns what stands for a token in the file. */
    public static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Returns an entry as it stands in the list {@code tokens}, on one line. */
    public static String render(TokenEntry entry) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", entry.name());
        if (entry.proof() instanceof TokenEntry.Hash hash) {
            keys.put("sha256", hash.sha256());
        } else if (entry.proof() instanceof TokenEntry.Certificate certificate) {
            keys.put("certificate", certificate.subject().getName());
        }
        entry.grants().tenant().ifPresent(tenant -> keys.put("tenant", tenant));
        keys.put("agents", entry.grants().agents());
        keys.put("topics", entry.grants().topics());
        keys.put("allow", entry.grants().allowed());
        entry.expires().ifPresent(expires -> keys.put("expires", expires.toString()));
        List<String> parts = new ArrayList<>();
        keys.forEach((key, value) ->
                parts.add(key + " = " + ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise())));
        return "{ " + String.join(", ", parts) + " }";
    }

    /**
     * Reads the entries.
     *
     * @throws IllegalArgumentException if one is wrong; names the file, the line, the entry and what is expected
     */
    static List<TokenEntry> parse(Path file, String text) {
        List<TokenEntry> entries = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        for (ConfigObject object : objects(file, text)) {
            String where = file + ", line " + object.origin().lineNumber();
            TokenEntry entry;
            try {
                entry = entry(object);
            } catch (IllegalArgumentException | ConfigException e) {
                throw new IllegalArgumentException(where + ", entry '" + nameOf(object) + "': " + e.getMessage(), e);
            }
            if (!names.add(entry.name()) || !names.add(entry.proof())) {
                throw new IllegalArgumentException(where + ", entry '" + entry.name()
                        + "': name, token or certificate of an earlier entry (expected: each once)");
            }
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private static List<? extends ConfigObject> objects(Path file, String text) {
        try {
            Config config = ConfigFactory.parseString(
                            text, ConfigParseOptions.defaults().setOriginDescription(file.toString()))
                    .resolve();
            for (Map.Entry<String, ConfigValue> key : config.root().entrySet()) {
                if (!key.getKey().equals("tokens")) {
                    throw new IllegalArgumentException(
                            file + ", line " + key.getValue().origin().lineNumber() + ": unknown key '" + key.getKey()
                                    + "' (expected: tokens)");
                }
            }
            return config.getObjectList("tokens");
        } catch (ConfigException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage() + " (expected: tokens = [{ " + NAME_KEYS + " }, ...])", e);
        }
    }

    private static TokenEntry entry(ConfigObject object) {
        var unknown = new TreeSet<>(object.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown key " + unknown + " (expected: " + NAME_KEYS + ")");
        }
        Config entry = object.toConfig();
        String name = text(entry, "name").orElse("");
        var allow = Grants.actions(texts(entry, "allow"));
        if (allow.isEmpty()) {
            throw new IllegalArgumentException("allow: nothing (expected: some of read, write, admin)");
        }
        var grants = new Grants(text(entry, "tenant"), texts(entry, "agents"), texts(entry, "topics"), allow);
        return new TokenEntry(name, proof(entry), grants, text(entry, "expires").map(TokenFile::instant));
    }

    private static TokenEntry.Proof proof(Config entry) {
        var hash = text(entry, "sha256").map(digits -> digits.toLowerCase(Locale.ROOT));
        var certificate = text(entry, "certificate");
        if (hash.isPresent() == certificate.isPresent()) {
            throw new IllegalArgumentException(
                    "sha256, certificate: " + (hash.isPresent() ? "both" : "none") + " (expected: one of them)");
        }
        if (certificate.isPresent()) {
            return new TokenEntry.Certificate(new X500Principal(certificate.get()));
        }
        if (!SHA_256.matcher(hash.get()).matches()) {
            throw new IllegalArgumentException(
                    "sha256: " + hash.get().length() + " characters (expected: 64 hexadecimal digits)");
        }
        return new TokenEntry.Hash(hash.get());
    }

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expires: '" + Printable.of(text) + "' (expected: a time such as 2027-01-31T00:00:00Z)", e);
        }
    }

    private static Optional<String> text(Config entry, String key) {
        return entry.hasPath(key) ? Optional.of(entry.getString(key)) : Optional.empty();
    }

    private static List<String> texts(Config entry, String key) {
        return entry.hasPath(key) ? entry.getStringList(key) : List.of();
    }

    private static String nameOf(ConfigObject object) {
        ConfigValue name = object.get("name");
        return name == null ? "" : Printable.of(String.valueOf(name.unwrapped()));
    }
}
