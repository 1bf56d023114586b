package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that an agent asked and that are not answered. */
final class OpenAsks {

    /** One of them. Its timer is gone once an answer waits in the inbox. */
    record OpenAsk(AgentId target, Request<?> request, Timers.@Nullable Timer timer) {}

    /** Null before the first: many agents never ask. */
    private @Nullable Map<String, OpenAsk> byId;

    void add(Mail.Asked asked, Timers.Timer timer) {
        if (byId == null) {
            byId = new HashMap<>(2);
        }
        byId.put(asked.id(), new OpenAsk(asked.target(), asked.request(), timer));
    }

    @Nullable
    OpenAsk get(@Nullable String id) {
        return id == null || byId == null ? null : byId.get(id);
    }

    void remove(@Nullable String id) {
        if (id != null && byId != null) {
            byId.remove(id);
        }
    }

    /** An answer is here: the time-out no longer counts. Returns the timer to cancel, if any. */
    Timers.@Nullable Timer answered(@Nullable String id) {
        var ask = get(id);
        if (id == null || byId == null || ask == null) {
            return null;
        }
        byId.put(id, new OpenAsk(ask.target(), ask.request(), null));
        return ask.timer();
    }

    /** Returns those to {@code target} that no answer is here to, in order of their ids. */
    List<String> openTo(AgentId target) {
        if (byId == null) {
            return List.of();
        }
        return byId.entrySet().stream()
                .filter(each -> each.getValue().target().equals(target)
                        && each.getValue().timer() != null)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    boolean isEmpty() {
        return byId == null || byId.isEmpty();
    }
}
