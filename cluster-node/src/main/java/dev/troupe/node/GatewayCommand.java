package dev.troupe.node;

import dev.troupe.engine.external.ServedDirectory;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe gateway}: runs a node that processes outside can reach. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a node with the role 'gateway': AutoGen's workers connect to it over gRPC, others over HTTP.",
            "It starts a cluster, or joins the one of --join. Stop it with Ctrl-C or SIGTERM: what is open ends or goes to others",
            "first. A second Ctrl-C ends it at once."
        },
        footer = {
            "",
            "Exit codes: 0 left, and nothing was lost or cut off; 1 failed, or something was; 2 wrong arguments or configuration."
        })
final class GatewayCommand implements Callable<Integer> {
    @Mixin
    private NodeOptions node = new NodeOptions();

    @Option(names = "--grpc-port", description = "Port for workers; 0 takes a free one.")
    private @Nullable Integer grpcPort;

    @Option(names = "--http-port", description = "Port for HTTP; 0 takes a free one.")
    private @Nullable Integer httpPort;

    @Override
    public Integer call() throws IOException {
        node.addRole(ServedDirectory.ROLE);
        return NodeCommand.run(node, ports());
    }

    private String ports() {
        var text = new StringBuilder();
        if (grpcPort != null) {
            text.append("troupe.gateway.grpc.port = ").append(grpcPort).append('\n');
        }
        if (httpPort != null) {
            text.append("troupe.gateway.http.port = ").append(httpPort).append('\n');
        }
        return text.toString();
    }
}
