package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.concurrent.CompletableFuture;

/** A message that a caller outside has sent: the receipt to come, and the room the message takes until then. */
final class Sending extends CompletableFuture<Receipt> implements Owner {
    private final PendingTable.Ticket ticket;

    Sending(PendingTable.Ticket ticket) {
        this.ticket = ticket;
    }

    @Override
    public PendingTable.Ticket ticket() {
        return ticket;
    }

    @Override
    public void settled(Envelope envelope, Outcome outcome) {
        complete(StoredSends.receipt(envelope, outcome));
    }

    @Override
    public void abandoned(Envelope envelope, Failure why) {
        completeExceptionally(new AgentException(why));
    }
}
