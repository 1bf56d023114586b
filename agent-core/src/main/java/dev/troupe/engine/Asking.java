package dev.troupe.engine;

import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** A request that a caller outside has sent: its answer comes with its end, unless it is deferred. */
record Asking(OpenRequests requests, PendingTable.Ticket ticket) implements Owner {
    @Override
    public void settled(Envelope envelope, Outcome outcome) {
        if (outcome.failure() != null) {
            requests.complete(envelope.id(), Answer.of(outcome.failure()));
        } else if (outcome.answer() != null) {
            requests.complete(envelope.id(), outcome.answer());
        }
    }
}
