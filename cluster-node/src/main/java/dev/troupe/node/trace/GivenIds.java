package dev.troupe.node.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives spans the ids that the engine has already told the receivers of what their turns sent. */
final class GivenIds implements IdGenerator {
    private record Ids(String trace, @Nullable String span) {}

    private static final IdGenerator RANDOM = IdGenerator.random();

    private static final ThreadLocal<@Nullable Ids> GIVEN = new ThreadLocal<>();

    /** @param span null for one of its own */
    <T> T with(String trace, @Nullable String span, Supplier<T> work) {
        GIVEN.set(new Ids(trace, span));
        try {
            return work.get();
        } finally {
            GIVEN.remove();
        }
    }

    @Override
    public String generateSpanId() {
        var ids = GIVEN.get();
        return ids == null || ids.span() == null ? RANDOM.generateSpanId() : ids.span();
    }

    @Override
    public String generateTraceId() {
        var ids = GIVEN.get();
        return ids == null ? RANDOM.generateTraceId() : ids.trace();
    }
}
