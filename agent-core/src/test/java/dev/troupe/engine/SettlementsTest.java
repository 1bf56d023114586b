package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementsTest {
    private static final Outcome DONE = Outcome.processed(1, null);

    private final PendingTable table = new PendingTable(new PendingTable.Limits(3, 2, 10));
    private final Settlements settlements = new Settlements();
    private final List<String> told = new ArrayList<>();

    @Test
    void givesRoomBackBeforeItTellsAndTellsInOrder() {
        add("m1", "a", null);
        add("m2", "a", null);
        add("m3", "b", "acme");
        add("m4", "a", "acme");
        add("m5", "b", "globex");

        settlements.tellOwners();
        settlements.tellOwners();

        assertThat(told).containsExactly("m1 0", "m2 0", "m3 0", "m4 0", "m5 0");
    }

    @Test
    void tellsThoseWhoTakeNoRoom() {
        settlements.add(envelope("m1", "a"), (envelope, outcome) -> told.add(envelope.id()), DONE);

        settlements.tellOwners();

        assertThat(told).containsExactly("m1");
    }

    private void add(String id, String recipient, @Nullable String source) {
        var envelope = envelope(id, recipient);
        settlements.add(envelope, new Noting(table.enter(envelope.recipient(), source)), DONE);
    }

    /** Notes the id, and how much room is taken at that moment. */
    private final class Noting implements Owner {
        private final PendingTable.Ticket ticket;

        Noting(PendingTable.Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public PendingTable.Ticket ticket() {
            return ticket;
        }

        @Override
        public void settled(Envelope envelope, Outcome outcome) {
            told.add(envelope.id() + " " + table.total());
        }
    }

    private static Envelope envelope(String id, String key) {
        return new Envelope(
                id,
                Envelope.Kind.MESSAGE,
                AgentId.of("test", key),
                null,
                null,
                new Payload("test.Note", new byte[0]),
                null,
                null,
                null,
                0,
                Map.of());
    }
}
