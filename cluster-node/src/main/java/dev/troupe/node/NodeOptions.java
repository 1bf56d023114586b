package dev.troupe.node;

import com.typesafe.config.Config;
import dev.troupe.agent.AgentDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a node is told when it is started. */
final class NodeOptions {
    @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "What this node may host.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--modules",
            split = ",",
            paramLabel = "NAME",
            description = "Agent modules to load, or none; default: all.")
    private List<String> modules = new ArrayList<>();

    @Option(names = "--join", split = ",", paramLabel = "HOST:PORT", description = "Nodes to join.")
    private List<String> join = new ArrayList<>();

    @Option(names = "--host", description = "Address that other nodes reach this one at.")
    private @Nullable String host;

    @Option(names = "--port", description = "Port for other nodes; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(names = "--management-port", description = "Port for health, metrics and the console; 0 takes a free one.")
    private @Nullable Integer managementPort;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /** Adds a role if it is not there. */
    void addRole(String role) {
        if (!roles.contains(role)) {
            roles.add(role);
        }
    }

    List<String> roles() {
        return roles;
    }

    List<AgentDefinition<?, ?>> definitions() {
        return Modules.definitions(modules);
    }

    /**
     * Returns what goes before {@code application.conf}.
     *
     * @param more lines of a configuration
     */
    Config overrides(String more) throws IOException {
        var text = new StringBuilder(more);
        append(text, "roles", roles);
        append(text, "join", join);
        if (host != null) {
            text.append("troupe.cluster.host = \"").append(host).append("\"\n");
        }
        if (port != null) {
            text.append("troupe.cluster.port = ").append(port).append('\n');
        }
        if (managementPort != null) {
            text.append("troupe.management.http.port = ").append(managementPort).append('\n');
        }
        return config.overrides(text.toString());
    }

    private static void append(StringBuilder text, String key, List<String> values) {
        if (!values.isEmpty()) {
            text.append("troupe.cluster.").append(key).append(" = [\"");
            text.append(String.join("\",\"", values)).append("\"]\n");
        }
    }
}
