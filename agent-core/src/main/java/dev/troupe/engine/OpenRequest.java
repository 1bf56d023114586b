package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A request from outside, or one that a turn awaits: the answer to come, and the room that it takes until it is settled,
 * and its cancellation too, if there is one. When it is cancelled or times out, its cancellation is sent. Thread-safe.
 */
final class OpenRequest<R> extends CompletableFuture<R> implements Owner {
    private final PendingTable.Ticket ticket;
    private final Function<Payload, R> reader;
    private final Consumer<Owner> sendCancel;
    private final AtomicInteger unsettled = new AtomicInteger(1);

    /** @param sendCancel posts the cancellation of the request */
    OpenRequest(PendingTable.Ticket ticket, Function<Payload, R> reader, Consumer<Owner> sendCancel) {
        this.ticket = ticket;
        this.reader = reader;
        this.sendCancel = sendCancel;
    }

    @Override
    public void settled(Envelope envelope, Outcome outcome) {
        leave();
        if (outcome.failure() != null) {
            answer(Answer.of(outcome.failure()));
        } else if (outcome.answer() != null) {
            answer(outcome.answer());
        }
    }

    @Override
    public void abandoned(Envelope envelope, Failure why) {
        leave();
        answer(Answer.of(why));
    }

    /** Ends the request; does nothing if it has ended. */
    void answer(Answer answer) {
        if (isDone()) {
            return;
        }
        if (answer.failure() != null) {
            completeExceptionally(new AgentException(answer.failure()));
            return;
        }
        try {
            complete(reader.apply(requireNonNull(answer.payload(), "payload")));
        } catch (RuntimeException e) {
            completeExceptionally(e);
        }
    }

    /** Ends the request with {@code failure}, and cancels it where it is. */
    void timeOut(Failure failure) {
        if (completeExceptionally(new AgentException(failure))) {
            cancelRequest();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean done = isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled && !done) {
            cancelRequest();
        }
        return cancelled;
    }

    /** Only what is not settled can be cancelled. */
    private void cancelRequest() {
        if (unsettled.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0) {
            sendCancel.accept(new CancelOwner());
        }
    }

    private void leave() {
        if (unsettled.decrementAndGet() == 0) {
            ticket.leave(1);
        }
    }

    private final class CancelOwner implements Owner {
        @Override
        public void settled(Envelope cancel, Outcome outcome) {
            leave();
        }

        @Override
        public void abandoned(Envelope cancel, Failure why) {
            leave();
        }
    }
}
