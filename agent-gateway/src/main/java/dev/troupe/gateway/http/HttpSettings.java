package dev.troupe.gateway.http;

import dev.troupe.engine.SettingsReader;
import java.util.regex.Pattern;

/**
 * How HTTP is served; section {@code troupe.gateway.http}.
 *
 * @param host the address to listen at
 * @param port 0 takes a free one
 */
public record HttpSettings(String host, int port) {
    private static final Pattern HOST = Pattern.compile("[^\\s/]+");

    public static HttpSettings read(SettingsReader reader) {
        return new HttpSettings(
                reader.text("gateway.http.host", HOST, "a host name or an address"),
                reader.count("gateway.http.port", 0, 65535));
    }
}
