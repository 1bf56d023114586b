package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Effect;
import dev.troupe.message.Envelope;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The turn of an agent that is under way, if there is one, and what it waits for. */
final class OpenTurn<S> {
    private @Nullable Delivery delivery;
    private @Nullable CompletionStage<? extends Effect<S>> awaited;
    private boolean cancelled;

    void begin(Delivery next) {
        delivery = next;
    }

    boolean isOpen() {
        return delivery != null;
    }

    boolean isOf(String messageId) {
        return delivery != null && delivery.envelope().id().equals(messageId);
    }

    /** Returns what it handles; call it only while it is open. */
    Delivery delivery() {
        return requireNonNull(delivery, "delivery");
    }

    void await(CompletionStage<? extends Effect<S>> stage) {
        awaited = stage;
    }

    boolean isAwaiting() {
        return awaited != null;
    }

    CompletionStage<? extends Effect<S>> awaited() {
        return requireNonNull(awaited, "awaited");
    }

    /** What it waited for is here. */
    void goOn() {
        awaited = null;
    }

    /** Notes that nobody wants it any more, if it waits and is the one that is meant. */
    boolean cancel(Envelope cancel) {
        if (awaited == null || delivery == null || !delivery.isCancelledBy(cancel)) {
            return false;
        }
        cancelled = true;
        return true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void end() {
        delivery = null;
        cancelled = false;
    }
}
