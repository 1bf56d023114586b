package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code troupe listen}: prints events as they are published. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the events of a topic as they are published, one per line, until Ctrl-C. Live, at most once: what was",
            "published before, or while the way to the node is cut, is not shown."
        },
        footer = {
            "",
            "Example, with the example of 'publish' in another terminal:",
            "  ./run listen told/ada",
            "",
            "Exit codes: 0 after --limit events, 1 refused, or the stream ended, 2 wrong arguments, 130 Ctrl-C."
        })
public final class ListenCommand extends Remote {
    private static final String DATA = "data:";
    private static final String NAME = "event:";

    @Parameters(paramLabel = "TOPIC/SOURCE", description = "The topic; the first slash divides.")
    private String topic = "";

    @Option(names = "--limit", paramLabel = "N", description = "Ends after this many events; default: never.")
    private @Nullable Integer limit;

    @Override
    int run(RemoteNode node) throws IOException {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit: " + limit + " (expected: >= 1)");
        }
        try (var lines = node.lines(PublishCommand.path(topic) + "/events")) {
            return print(lines.iterator());
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("the stream broke: " + e.getMessage() + " (listen again)", e);
        }
    }

    private int print(Iterator<String> lines) {
        int left = limit == null ? Integer.MAX_VALUE : limit;
        String name = "";
        while (left > 0 && lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(NAME)) {
                name = line.substring(NAME.length()).strip();
            } else if (line.startsWith(DATA)) {
                left -= print(name, Json.parse(line.substring(DATA.length()), JsonNode.class));
            }
        }
        if (left > 0) {
            warn("the stream has ended (the node leaves, or reads too slowly here; listen again)");
        }
        return left > 0 ? 1 : 0;
    }

    /** Returns how many events this was: the stream says something of itself, too. */
    private int print(String name, JsonNode event) {
        if (name.startsWith("troupe.")) {
            warn(name + ": " + event.path("detail").asText());
            return 0;
        }
        if (isJson()) {
            printJson(event);
        } else {
            out().println(name + " " + Json.text(event.path("data")));
        }
        out().flush();
        return 1;
    }
}
