package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list that comes in pages is shown, as a mixin of picocli. */
final class Paging {
    /** What a node has in a page at most. */
    private static final int MOST_IN_PAGE = 1_000;

    @Option(names = "--limit", paramLabel = "N", description = "Shows this many at most; default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(names = "--all", description = "Shows all.")
    private boolean all;

    /**
     * Asks a node for page after page.
     *
     * @param list the name of the list in a page
     * @param page gets each page
     * @return whether there is more than was to be shown
     */
    boolean ask(
            RemoteNode node,
            String path,
            Map<String, ? extends @Nullable Object> parameters,
            String list,
            Consumer<JsonNode> page)
            throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit: " + limit + " (expected: >= 1)");
        }
        long left = all ? Long.MAX_VALUE : limit;
        String after = null;
        do {
            Map<String, @Nullable Object> asked = new LinkedHashMap<>(parameters);
            asked.put("limit", Math.min(left, MOST_IN_PAGE));
            asked.put("after", after);
            var answer = node.get(path + RemoteNode.parameters(asked));
            page.accept(answer);
            left -= answer.path(list).size();
            after = answer.has("next") ? answer.path("next").asText() : null;
        } while (after != null && left > 0);
        return after != null;
    }
}
