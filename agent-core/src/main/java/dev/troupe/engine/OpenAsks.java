package dev.troupe.engine;

import dev.troupe.agent.Request;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that an agent asked and that are not answered. */
final class OpenAsks {

    /** One of them. Its timer is gone once an answer waits in the inbox. */
    record OpenAsk(Request<?> request, Timers.@Nullable Timer timer) {}

    private final Map<String, OpenAsk> byId = new HashMap<>(2);

    void add(String id, Request<?> request, Timers.Timer timer) {
        byId.put(id, new OpenAsk(request, timer));
    }

    @Nullable
    OpenAsk get(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    void remove(@Nullable String id) {
        if (id != null) {
            byId.remove(id);
        }
    }

    /** An answer is here: the time-out no longer counts. Returns the timer to cancel, if any. */
    Timers.@Nullable Timer answered(@Nullable String id) {
        var ask = get(id);
        if (id == null || ask == null) {
            return null;
        }
        byId.put(id, new OpenAsk(ask.request(), null));
        return ask.timer();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }
}
