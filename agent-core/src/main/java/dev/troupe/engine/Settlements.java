package dev.troupe.engine;

import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of messages that a lane hears of at once. Their room is given back first, for all messages to a recipient in
 * one go, so that whoever hears of an end can send again.
 */
final class Settlements {
    private record Settled(Envelope envelope, Owner owner, Outcome outcome) {}

    private final List<Settled> all = new ArrayList<>();

    void add(Envelope envelope, Owner owner, Outcome outcome) {
        all.add(new Settled(envelope, owner, outcome));
    }

    void tellOwners() {
        giveRoomBack();
        for (var settled : all) {
            settled.owner().settled(settled.envelope(), settled.outcome());
        }
        all.clear();
    }

    private void giveRoomBack() {
        PendingTable.@Nullable Ticket last = null;
        int count = 0;
        for (var settled : all) {
            var ticket = settled.owner().ticket();
            if (ticket == null) {
                continue;
            }
            if (last != null && !ticket.isForTheSameAs(last)) {
                last.leave(count);
                count = 0;
            }
            last = ticket;
            count++;
        }
        if (last != null) {
            last.leave(count);
        }
    }
}
