package dev.troupe.node;

import dev.troupe.gateway.access.Grants;
import dev.troupe.gateway.access.TokenEntry;
import dev.troupe.gateway.access.TokenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe token}: makes a token for the gateway. It is kept nowhere. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a token with which somebody outside may use the gateway, and the entry for the",
            "file that troupe.gateway.auth.tokens-file names. The token is in no file: it is",
            "printed once, here."
        })
final class TokenCommand implements Callable<Integer> {
    @Option(names = "--name", required = true, description = "Names its bearer in the log.")
    private String name = "";

    @Option(names = "--tenant", description = "Whose keys and sources it reaches; default: all tenants'.")
    private @Nullable String tenant;

    @Option(names = "--agents", split = ",", paramLabel = "TYPE", description = "Agent types, or beginnings with *.")
    private List<String> agents = new ArrayList<>();

    @Option(names = "--topics", split = ",", paramLabel = "TYPE", description = "Topic types, or beginnings with *.")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--allow",
            split = ",",
            required = true,
            paramLabel = "ACTION",
            description = "Some of read, write, admin.")
    private List<String> allow = new ArrayList<>();

    @Option(names = "--expires", paramLabel = "TIME", description = "Such as 2027-01-31T00:00:00Z; default: never.")
    private @Nullable String expires;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        String token = TokenFile.newToken();
        var grants = new Grants(Optional.ofNullable(tenant), agents, topics, Grants.actions(allow));
        var entry = new TokenEntry(
                name,
                new TokenEntry.Hash(TokenFile.sha256(token)),
                grants,
                Optional.ofNullable(expires).map(TokenFile::instant));
        String text = TokenFile.render(entry);
        var out = spec.commandLine().getOut();
        out.println("token  " + token);
        out.println("entry  " + text);
        out.flush();
        return 0;
    }
}
