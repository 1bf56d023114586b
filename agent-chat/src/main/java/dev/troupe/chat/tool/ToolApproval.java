package dev.troupe.chat.tool;

import dev.troupe.chat.ToolCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Decides whether a tool may be run. */
public interface ToolApproval {

    /**
     * What was decided.
     *
     * @param reason why it may not be run, for the model
     */
    record Decision(boolean approved, String reason) {
        public static Decision approve() {
            return new Decision(true, "");
        }

        public static Decision deny(String reason) {
            return new Decision(false, reason);
        }
    }

    /**
     * Decides before each run of a tool; the run waits for the stage without a thread. A stage that fails denies. Asked
     * again, with the same {@link ToolCallContext#key}, if the turn is run again.
     */
    CompletionStage<Decision> decide(ToolCall call, ToolCallContext context);

    /** Approves everything. */
    static ToolApproval always() {
        return (call, context) -> CompletableFuture.completedFuture(Decision.approve());
    }

    /** Denies what does not fit, with one reason. */
    static ToolApproval only(Predicate<ToolCall> approved, String reason) {
        return (call, context) ->
                CompletableFuture.completedFuture(approved.test(call) ? Decision.approve() : Decision.deny(reason));
    }
}
