package dev.troupe.gateway.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint.
 *
 * @param pattern the segments of its path; one in braces takes any text but none
 * @param produces the type of its answer, for {@code Accept}
 * @param open whether it is not asked who calls
 */
public record Route(String method, List<String> pattern, String produces, boolean open, Handler handler) {
    public Route {
        pattern = List.copyOf(pattern);
    }

    /** What answers. It may throw what {@link Problems} knows, or fail the stage with it. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    public static Route of(String method, String pattern, Handler handler) {
        return new Route(method, List.of(pattern.substring(1).split("/")), Answers.JSON, false, handler);
    }

    public Route producing(String type) {
        return new Route(method, pattern, type, open, handler);
    }

    /** Makes it one that everybody may call, known or not. */
    public Route forEverybody() {
        return new Route(method, pattern, produces, true, handler);
    }

    @Override
    public String toString() {
        return method + " /" + String.join("/", pattern);
    }

    /** Returns the parts of the path that the pattern names; null if it does not match. */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return null;
        }
        Map<String, String> variables = new HashMap<>();
        for (int index = 0; index < path.size(); index++) {
            String part = pattern.get(index);
            String given = path.get(index);
            if (part.startsWith("{") && !given.isEmpty()) {
                variables.put(part.substring(1, part.length() - 1), given);
            } else if (!part.equals(given)) {
                return null;
            }
        }
        return variables;
    }
}
