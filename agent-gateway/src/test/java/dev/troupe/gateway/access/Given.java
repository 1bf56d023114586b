package dev.troupe.gateway.access;

import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings, files and grants of tests. */
final class Given {
    private Given() {}

    /** Reads {@code troupe.gateway.auth}, with the defaults below it. */
    static AccessSettings auth(String settings) {
        return SettingsReader.read(
                ConfigFactory.parseString("troupe.gateway.auth { " + settings + " }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve(),
                AccessSettings::read);
    }

    static TlsSettings tls(String settings) {
        return SettingsReader.read(
                ConfigFactory.parseString("troupe.gateway.tls { " + settings + " }")
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve(),
                TlsSettings::read);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String quoted(Path file) {
        return "\"" + file.toString().replace("\\", "\\\\") + "\"";
    }

    static Grants grants(String tenant, List<String> agents, List<String> topics, Action... allow) {
        return new Grants(tenant.isEmpty() ? Optional.empty() : Optional.of(tenant), agents, topics, Set.of(allow));
    }
}
