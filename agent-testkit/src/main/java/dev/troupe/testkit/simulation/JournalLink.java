package dev.troupe.testkit.simulation;

import dev.troupe.journal.JournalEntry;
import java.util.List;
import java.util.function.Consumer;

/** One life of a durable agent and the journal: what it reads first, and what it writes, in order, until it is refused. */
class JournalLink {
    private final SimulatedAgent agent;
    private final World world;
    private final SimulatedNode node;
    private int written;
    private long lastArrival;
    private long lastAnswer;
    private boolean refused;

    JournalLink(SimulatedAgent agent) {
        this.agent = agent;
        this.node = agent.node;
        this.world = node.world();
    }

    /** Reads what is stored; {@code done} hears whether that was possible. */
    final void read(Consumer<JournalEntry> reader, Consumer<Boolean> done) {
        var journal = world.journal();
        node.after(
                journal.latency(),
                () -> done.accept(journal.read(agent.self, entry -> {
                    written++;
                    reader.accept(read(entry));
                })));
    }

    /** Returns what the agent gets for an entry. */
    JournalEntry read(JournalEntry entry) {
        return entry;
    }

    /** Stores entries, even if the node ends on the way; {@code done} hears whether they are. */
    void write(List<JournalEntry> entries, Consumer<Boolean> done) {
        var journal = world.journal();
        int before = written;
        written += entries.size();
        long arrival = Math.max(lastArrival, world.now() + journal.latency());
        long answer = Math.max(lastAnswer, arrival + journal.latency());
        lastArrival = arrival;
        lastAnswer = answer;
        world.timeline().at(arrival, () -> {
            if (!journal.lostWith(node)) {
                boolean stored = !refused && journal.store(agent, before, entries);
                refused = !stored;
                node.at(answer, () -> done.accept(stored));
            }
        });
    }
}
