package dev.troupe.engine.external;

import dev.troupe.agent.Failure;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message for a worker. Whoever takes it ends it once, at any time and from any thread.
 *
 * @param attempt from 1; a higher one says that a worker went away with it before, or may have
 */
public record Handover(Envelope envelope, int attempt, Consumer<End> whenEnded) {

    /** What became of it. */
    public sealed interface End {
        /** The worker has it, or has answered: {@code answer} is null for what is not a request. */
        record Done(@Nullable Answer answer) implements End {}

        /** No worker can take it. */
        record Refused(Failure failure) implements End {}

        /**
         * The worker went away.
         *
         * @param begun whether it may have handled the message
         */
        record Lost(boolean begun) implements End {}
    }

    /** Tells whether the worker has to answer it. */
    public boolean isRequest() {
        return envelope.asker() != null;
    }

    public void done(@Nullable Answer answer) {
        whenEnded.accept(new End.Done(answer));
    }

    public void refused(Failure failure) {
        whenEnded.accept(new End.Refused(failure));
    }

    public void lost(boolean begun) {
        whenEnded.accept(new End.Lost(begun));
    }
}
