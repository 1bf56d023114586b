package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.journal.StepRecord;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The steps of one durable agent's turns: each is stored before its turn goes on, and done again only if it may be. */
public final class DurableSteps {
    private final Durability durability;
    private final AgentPort port;
    private final Predicate<String> isOpen;

    /** @param isOpen tells whether the turn of a message is open */
    DurableSteps(Durability durability, AgentPort port, Predicate<String> isOpen) {
        this.durability = durability;
        this.port = port;
        this.isOpen = isOpen;
    }

    /** A turn wants a step done. */
    public void onStep(StepRun run, long now) {
        var known = durability.stored().step(run.messageId(), run.step().name());
        if (!isOpen.test(run.messageId())) {
            run.result().completeExceptionally(over(run));
        } else if (known != null && known.result() != null) {
            run.result().complete(known.result());
        } else if (run.step().repeatable()) {
            port.run(run);
        } else if (known != null) {
            run.result().completeExceptionally(new AgentException(unknown(run)));
        } else {
            store(run, null, now, () -> port.run(run));
        }
    }

    /** A step is done, or has thrown. What was done for a turn that is over by now is forgotten with it. */
    public void onStepDone(StepRun run, @Nullable String result, @Nullable Throwable thrown, long now) {
        if (result == null || thrown != null || !isOpen.test(run.messageId())) {
            run.result().completeExceptionally(thrown != null ? thrown : over(run));
        } else {
            store(run, result, now, () -> run.result().complete(result));
        }
    }

    private void store(StepRun run, @Nullable String result, long now, Runnable then) {
        durability.step(new StepRecord(now, run.messageId(), run.step().name(), result), then);
    }

    private static CancellationException over(StepRun run) {
        return new CancellationException("the turn of " + run.messageId() + " is over");
    }

    private static Failure unknown(StepRun run) {
        return Failure.of(
                Failure.Kind.OUTCOME_UNKNOWN,
                "step '" + run.step().name() + "' was begun and may have been done, and must not be repeated (message "
                        + run.messageId() + ")");
    }
}
