package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.JournalJson;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.StoredForms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The database of durable agents: it outlives all nodes, takes its time, is down now and then, and refuses an entry at a
 * place that another writer has taken. What is stored goes through its JSON.
 */
class SimulatedJournal {
    private static final int SLOWEST_MILLIS = 15;

    private record Row(String form, String json) {
        Object stored() {
            try {
                return JournalJson.read(form, json.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final World world;
    private final SplittableRandom random;
    private final Map<AgentId, List<Row>> rows = new LinkedHashMap<>();
    private final Map<AgentId, StoredForms> forms = new HashMap<>();
    private long downUntil;

    SimulatedJournal(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    /** Fails every call until then. */
    final void down(long until) {
        downUntil = Math.max(downUntil, until);
    }

    final boolean isDown() {
        return world.now() < downUntil;
    }

    /** Returns how long a call takes on its way, one way. */
    final long latency() {
        return 1L + random.nextInt(SLOWEST_MILLIS);
    }

    /** Tells whether a call of a node that has died since was lost with it. */
    final boolean lostWith(SimulatedNode node) {
        return !node.alive() && random.nextBoolean();
    }

    /** Stores entries behind the first {@code before} of an agent, all or none. Returns whether it did. */
    boolean store(SimulatedAgent writer, int before, List<JournalEntry> entries) {
        var all = rows.computeIfAbsent(writer.self, id -> new ArrayList<>());
        if (isDown() || isRefused(all.size(), before)) {
            world.history().note("journal", "refuses " + entries.size() + " entries of", writer);
            return false;
        }
        for (var entry : entries) {
            var stored =
                    forms.computeIfAbsent(writer.self, id -> new StoredForms()).store(entry);
            String json = new String(JournalJson.write(stored), StandardCharsets.UTF_8);
            all.add(new Row(JournalJson.form(stored), json));
            world.history().note("journal", "stores #" + all.size() + " of", writer);
            world.checkers().onStored(writer, entry);
        }
        return true;
    }

    boolean isRefused(int present, int before) {
        return present != before;
    }

    /** Hands all entries of an agent to {@code reader}. Returns false if the database is down. */
    final boolean read(AgentId id, Consumer<JournalEntry> reader) {
        if (isDown()) {
            return false;
        }
        readAll(id, reader);
        return true;
    }

    /** Returns what a new life of an agent would come back with. */
    final StoredAgent stored(AgentId id) {
        var limits = world.settings().agents().limits();
        var stored = new StoredAgent(limits.streamsLimit(), limits.sendersLimit());
        readAll(id, stored::apply);
        return stored;
    }

    private void readAll(AgentId id, Consumer<JournalEntry> reader) {
        var read = new StoredForms();
        rows.getOrDefault(id, List.of()).forEach(row -> reader.accept(read.read(row.stored())));
    }

    /** Returns the agents that have entries. */
    final List<AgentId> agents() {
        return List.copyOf(rows.keySet());
    }
}
