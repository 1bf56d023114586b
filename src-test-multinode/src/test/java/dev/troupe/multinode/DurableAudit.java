package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.journal.ChangedTurn;
import dev.troupe.journal.JournalJson;
import dev.troupe.journal.TurnRecord;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Holds what was sent and what was told of it against what durable agents know in the end, and against every turn in
 * their journals: whichever activations there were in between, each acknowledged message counts once.
 */
final class DurableAudit {
    private final List<? extends Node> nodes;
    private final Sends sends;
    /** What each agent knows of each run. */
    private final Map<String, Map<String, List<Integer>>> known = new TreeMap<>();

    private final List<Message> stored = new ArrayList<>();

    private final Set<String> ids = new HashSet<>();
    private final List<String> storedTwice = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private int entries;

    private DurableAudit(List<? extends Node> nodes) {
        this.nodes = nodes;
        this.sends = new Sends(nodes);
    }

    /**
     * Reads what the nodes have written, asks each agent what it knows, and reads the journals.
     *
     * @param url the store
     */
    static DurableAudit of(Jvms jvms, int agents, String url) throws Exception {
        var audit = new DurableAudit(jvms.nodes());
        for (int agent = 0; agent < agents; agent++) {
            audit.ask(jvms.runtime(), "agent-" + agent);
        }
        audit.readJournals(url);
        return audit;
    }

    private void ask(AgentRuntime runtime, String agent) throws Exception {
        var page = runtime.ask(LedgerAgent.TYPE.ref(agent), new LedgerAgent.Read(), Duration.ofMinutes(2))
                .toCompletableFuture()
                .get(3, TimeUnit.MINUTES);
        known.put(agent, page.numbers());
        page.numbers()
                .forEach((run, numbers) -> numbers.forEach(number -> stored.add(new Message(agent, run, number))));
    }

    private void readJournals(String url) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(url, "troupe", "");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT persistence_id, sequence_number, event_ser_manifest,"
                        + " event_payload FROM event_journal WHERE persistence_id LIKE 'ledger/%'"
                        + " ORDER BY persistence_id, sequence_number")) {
            Map<String, Long> last = new HashMap<>();
            while (row.next()) {
                entries++;
                String agent = row.getString(1);
                long before = last.getOrDefault(agent, 0L);
                last.put(agent, row.getLong(2));
                if (row.getLong(2) != before + 1) {
                    gaps.add(agent + ": " + row.getLong(2) + " after " + before);
                }
                var stored = JournalJson.read(row.getString(3), row.getBytes(4));
                var entry = stored instanceof ChangedTurn changed ? changed.turn() : stored;
                if (entry instanceof TurnRecord turn
                        && turn.failure() == null
                        && !ids.add(agent + " " + turn.message().id())) {
                    storedTwice.add(agent + " " + turn.message().id());
                }
            }
        }
    }

    /** Prints the figures of a scenario in one line; the longest stall is that of the senders that lived. */
    void print(String scenario, Collection<? extends Node> lived) {
        var runs = nodes.stream()
                .flatMap(node -> Trace.read(node.trace()).stream())
                .toList();
        System.out.printf(
                "%s: %d sent, %d refused, %d acknowledged, %d stored, %d lost, %d applied twice, %d recovered,"
                        + " %d dead-lettered, %d failed, %d unknown, longest stall %s, %d agents, %d activations,"
                        + " %d turns run, %d journal entries%n",
                scenario,
                sends.sent(),
                sends.refused(),
                sends.acknowledged().count(),
                stored.size(),
                lost().size(),
                twice().size() + storedTwice.size(),
                new HashSet<>(stored).size() - sends.acknowledged().count() + lost().size(),
                sends.deadLettered(),
                sends.failed(),
                sends.unknown().size(),
                sends.longestStall(lived),
                known.size(),
                runs.stream().map(Trace.Line::activation).distinct().count(),
                runs.size(),
                entries);
    }

    /**
     * Nothing acknowledged is lost, nothing was applied twice or out of order by whatever activations, each message is in
     * the journals once, and the agents know of the runs of the nodes that lived exactly what these were told.
     */
    void check(Collection<? extends Node> lived) {
        assertThat(lost()).as("acknowledged and not known in the end").isEmpty();
        assertThat(twice()).as("applied twice").isEmpty();
        assertThat(storedTwice).as("in the journal twice").isEmpty();
        assertThat(gaps).as("journals with gaps").isEmpty();
        assertThat(stored).as("applied, never sent").allMatch(sends.attempted()::contains);
        known.forEach((agent, runs) -> runs.forEach(
                (run, numbers) -> assertThat(numbers).as("%s of %s", run, agent).isSorted()));
        sends.allHaveAnOutcome(lived);
        sends.allAreProcessed(lived);
        for (var node : lived) {
            assertThat(stored.stream().filter(message -> Sends.isBy(node, message)))
                    .as("sent by %s, applied without an acknowledgement", node)
                    .allMatch(sends::isAcknowledged);
        }
    }

    /** Prints how long after a moment the first turn was acknowledged, and the first of the agent that was last. */
    void printFirstAfter(String what, long atMillis) {
        Map<String, Long> first = new HashMap<>();
        sends.acknowledged()
                .filter(end -> end.at() >= atMillis)
                .forEach(end -> first.merge(end.message().agent(), end.at() - atMillis, Math::min));
        System.out.printf(
                "%s: first turn stored after %d ms, of the last of %d agents after %d ms%n",
                what,
                first.values().stream().min(Long::compare).orElseThrow(),
                first.size(),
                first.values().stream().max(Long::compare).orElseThrow());
    }

    private Set<Message> lost() {
        Set<Message> all = new HashSet<>(stored);
        Set<Message> lost = new HashSet<>();
        sends.acknowledged()
                .map(SendLog.Line::message)
                .filter(message -> !all.contains(message))
                .forEach(lost::add);
        return lost;
    }

    private List<Message> twice() {
        Set<Message> seen = new HashSet<>();
        return stored.stream().filter(message -> !seen.add(message)).toList();
    }
}
