package dev.troupe.chat.model;

import dev.troupe.engine.counters.CounterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows nodes what their models were asked. The service loader makes it. */
public final class ModelCounts implements CounterSource {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public List<Counted> counts() {
        List<Counted> counts = new ArrayList<>();
        ModelUse.OF_THE_JVM.byModel().forEach((model, use) -> {
            for (var end : ModelUse.End.values()) {
                counts.add(new Counted(
                        "troupe.model.calls",
                        "Requests to models that ended, by how",
                        Map.of("model", model, "result", end.name().toLowerCase(Locale.ROOT)),
                        use.count(end)));
            }
            counts.add(tokens(model, "input", use.input()));
            counts.add(tokens(model, "output", use.output()));
            counts.add(new Counted(
                    "troupe.model.seconds",
                    "Time that those requests took, to the end of their answers",
                    Map.of("model", model),
                    use.nanos() / NANOS));
        });
        return counts;
    }

    private static Counted tokens(String model, String direction, long tokens) {
        return new Counted(
                "troupe.model.tokens",
                "Tokens of requests and answers, as the models say",
                Map.of("model", model, "direction", direction),
                tokens);
    }
}
