package dev.troupe.gateway.worker;

import dev.troupe.engine.SettingsReader;
import java.util.regex.Pattern;

/**
 * How workers are served; section {@code troupe.gateway.grpc}.
 *
 * @param host the address to listen at
 * @param port 0 takes a free one
 */
public record WorkerSettings(String host, int port) {
    private static final Pattern HOST = Pattern.compile("[^\\s/]+");

    public static WorkerSettings read(SettingsReader reader) {
        return new WorkerSettings(
                reader.text("gateway.grpc.host", HOST, "a host name or an address"),
                reader.count("gateway.grpc.port", 0, 65535));
    }
}
