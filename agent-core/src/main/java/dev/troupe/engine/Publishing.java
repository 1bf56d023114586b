package dev.troupe.engine;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.TopicId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** An event that is published: completes with the last receipt of its deliveries, or at once if there are none. */
final class Publishing extends CompletableFuture<Publication> {
    private final String id;
    private final TopicId topic;
    /** Each place is written once, before {@link #open} is counted down. */
    private final Receipt[] receipts;

    private final AtomicInteger open;

    Publishing(String id, TopicId topic, int deliveries) {
        this.id = id;
        this.topic = topic;
        this.receipts = new Receipt[deliveries];
        this.open = new AtomicInteger(deliveries);
        if (deliveries == 0) {
            complete(new Publication(id, topic, List.of()));
        }
    }

    TopicId topic() {
        return topic;
    }

    /** Returns who is told of the end of one delivery. */
    Owner delivery(int number, PendingTable.Ticket ticket) {
        return new Delivery(number, ticket);
    }

    /** One delivery has ended. */
    void put(int number, Receipt receipt) {
        receipts[number] = receipt;
        if (open.decrementAndGet() == 0) {
            complete(new Publication(id, topic, List.of(receipts)));
        }
    }

    private final class Delivery implements Owner {
        private final int number;
        private final PendingTable.Ticket ticket;

        private Delivery(int number, PendingTable.Ticket ticket) {
            this.number = number;
            this.ticket = ticket;
        }

        @Override
        public PendingTable.Ticket ticket() {
            return ticket;
        }

        @Override
        public void settled(Envelope envelope, Outcome outcome) {
            put(number, StoredSends.receipt(envelope, outcome));
        }

        @Override
        public void abandoned(Envelope envelope, Failure why) {
            completeExceptionally(new AgentException(why));
        }
    }
}
