package dev.troupe.node.remote;

import dev.troupe.node.OptionFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node is asked, and as whom. */
final class RemoteOptions {
    private static final String DEFAULT_NODE = "http://127.0.0.1:8558";

    @Option(
            names = "--node",
            paramLabel = "URL",
            defaultValue = "${env:TROUPE_NODE:-" + DEFAULT_NODE + "}",
            description = {
                "Management port of any node, or HTTP of any gateway; default: the environment's TROUPE_NODE, else",
                DEFAULT_NODE + "."
            })
    private String node = DEFAULT_NODE;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token to show; default: the token in the environment's TROUPE_TOKEN, else none.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) of whoever signed the node's; default: those that Java trusts.")
    private @Nullable Path authorities;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "15",
            description = "Seconds to wait for an answer; default: ${DEFAULT-VALUE}.")
    private int seconds = 15;

    /** Returns the node to ask. */
    RemoteNode node() throws IOException {
        if (seconds < 1) {
            throw new IllegalArgumentException("--wait: " + seconds + " (expected: >= 1)");
        }
        return new RemoteNode(uri(), token(), TrustedAuthorities.context(authorities), Duration.ofSeconds(seconds));
    }

    private URI uri() {
        try {
            var uri = URI.create(node.contains("://") ? node : "http://" + node);
            if (uri.getHost() != null
                    && uri.getScheme().matches("https?")
                    && uri.getPath().matches("/?")) {
                return uri.resolve("/");
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "--node: '" + node + "' (expected: such as http://127.0.0.1:8558 or https://node-1:8558)");
    }

    private @Nullable String token() throws IOException {
        String token = tokenFile == null ? System.getenv("TROUPE_TOKEN") : OptionFile.text("--token-file", tokenFile);
        if (token == null || token.isBlank()) {
            if (tokenFile != null) {
                throw new IllegalArgumentException("--token-file: " + tokenFile + " is empty (expected: a token)");
            }
            return null;
        }
        return token.strip();
    }
}
