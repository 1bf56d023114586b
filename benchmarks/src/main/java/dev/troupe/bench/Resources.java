package dev.troupe.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Ends what was started, the last first. */
final class Resources implements Resource {
    private final Deque<Resource> open = new ArrayDeque<>();

    /** What starts several things; if one of them fails, those before it end. */
    interface Start<T> {
        T with(Resources resources) throws Exception;
    }

    static <T> T start(Start<T> start) throws Exception {
        var resources = new Resources();
        try {
            return start.with(resources);
        } catch (Exception e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    <T extends Resource> T add(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void closeAfter(Exception e) {
        try {
            close();
        } catch (IOException second) {
            e.addSuppressed(second);
        }
    }
}
