package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A listing that comes in pages: a table for people, under one heading, or an object per line. */
abstract class PagedList extends Remote {
    @Mixin
    private Paging paging = new Paging();

    private boolean isComplete = true;
    private boolean hasHeading;

    /**
     * Shows a list of a node.
     *
     * @param list the name of the list in a page
     * @return the exit code: 1 if a node did not answer
     */
    final int show(RemoteNode node, String path, Map<String, ? extends @Nullable Object> parameters, String list)
            throws IOException {
        boolean more = paging.ask(node, path, parameters, list, page -> print(page, list));
        if (more && !isJson()) {
            out().println("There are more: --limit N, or --all");
        }
        return isComplete ? 0 : 1;
    }

    private void print(JsonNode page, String list) {
        isComplete &= page.path("missing").isEmpty();
        warnOfMissing(page);
        if (isJson()) {
            page.path(list).forEach(this::printJson);
            return;
        }
        var table = hasHeading ? new Table() : heading();
        page.path(list).forEach(each -> addRow(table, each));
        hasHeading = true;
        print(table);
    }

    /** Returns a table with its headings and no rows. */
    abstract Table heading();

    /** Adds what is shown of one of the list. */
    abstract void addRow(Table table, JsonNode each);
}
