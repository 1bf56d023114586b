package dev.troupe.chat.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the models of this JVM were asked, and what they used. It is one for the JVM, as the models are: whoever makes one need
 * not know the node that it serves. Of more than {@value #MOST} models, the later ones are counted together as {@value #OTHER}.
 */
public final class ModelUse {
    static final int MOST = 50;
    static final String OTHER = "other";

    /** How a request ended. */
    enum End {
        DONE,
        FAILED,
        CANCELLED
    }

    /** What one model was asked. Thread-safe. */
    static final class Use {
        private final LongAdder done = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder cancelled = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAdder input = new LongAdder();
        private final LongAdder output = new LongAdder();

        void ended(End end, long callNanos) {
            of(end).increment();
            nanos.add(callNanos);
        }

        void used(long inputTokens, long outputTokens) {
            input.add(inputTokens);
            output.add(outputTokens);
        }

        long count(End end) {
            return of(end).sum();
        }

        private LongAdder of(End end) {
            return switch (end) {
                case DONE -> done;
                case FAILED -> failed;
                case CANCELLED -> cancelled;
            };
        }

        long nanos() {
            return nanos.sum();
        }

        long input() {
            return input.sum();
        }

        long output() {
            return output.sum();
        }
    }

    static final ModelUse OF_THE_JVM = new ModelUse(MOST);

    private final int most;
    private final Map<String, Use> byModel = new ConcurrentHashMap<>();

    ModelUse(int most) {
        this.most = most;
    }

    /** Returns a model whose requests are counted for the metrics of the node. Those of {@link ChatModels} are already. */
    public static Model counted(Model model) {
        return OF_THE_JVM.count(model);
    }

    Model count(Model model) {
        return new CountedModel(model, use(model.name())).model();
    }

    private synchronized Use use(String model) {
        boolean room = byModel.containsKey(model) || byModel.size() < most;
        return byModel.computeIfAbsent(room ? model : OTHER, name -> new Use());
    }

    Map<String, Use> byModel() {
        return Map.copyOf(byModel);
    }
}
