package dev.troupe.pekko;

import dev.troupe.agent.MessageInfo;
import java.util.function.Consumer;

/**
 * A message for a behavior that is an agent. The next one comes after this one was confirmed, answered or failed; one
 * that never is holds its sender's messages until their deadline.
 *
 * @param <P> the protocol of the agent
 */
public final class Delivery<P> {

    /** How a delivery ended. */
    sealed interface End {
        record Confirmed() implements End {}

        record Answered(Object answer) implements End {}

        record Failed(RuntimeException reason) implements End {}
    }

    private final P message;
    private final MessageInfo info;
    private final Consumer<End> end;

    Delivery(P message, MessageInfo info, Consumer<End> end) {
        this.message = message;
        this.info = info;
        this.end = end;
    }

    public P message() {
        return message;
    }

    public MessageInfo info() {
        return info;
    }

    /** Acknowledges the message: it will not come again. Only the first end of a delivery counts. */
    public void confirm() {
        end.accept(new End.Confirmed());
    }

    /** Acknowledges a request with its answer. */
    public void reply(Object answer) {
        end.accept(new End.Answered(answer));
    }

    /** Gives the message back: it is tried again by the retry policy, then a dead letter. */
    public void fail(RuntimeException reason) {
        end.accept(new End.Failed(reason));
    }
}
