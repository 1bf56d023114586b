package dev.troupe.node.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Fate;
import dev.troupe.agent.Receipt;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.trace.TracedTurn;
import dev.troupe.engine.trace.TracedTurns;
import dev.troupe.message.TraceParent;
import dev.troupe.node.management.ClusterQuestions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One search: which traces a message belongs to, what the nodes remember of those, and what the journals of the durable
 * agents in them have, until nothing new turns up. Its stages follow each other, so it is used by one thread at a time.
 */
final class TraceSearch {
    private static final int MOST_TRACES = 16;
    private static final int MOST_JOURNALS = 100;
    /** Of each journal the newest turns are looked through. */
    private static final int MOST_STORED = 1_000;

    private static final int MOST_ROUNDS = 4;
    private static final String RESERVED = "troupe.";

    private final ClusterRuntime runtime;
    private final TraceQuestions questions;
    private final String message;
    private final FoundTurns found = new FoundTurns(TraceQuestions.MOST);
    private final Set<String> traces = new LinkedHashSet<>();
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> unread = new TreeSet<>();
    private final Set<AgentId> known = new HashSet<>();
    private final Deque<AgentId> toRead = new ArrayDeque<>();
    private List<Receipt> fates = List.of();
    private boolean cut;

    TraceSearch(ClusterRuntime runtime, TraceQuestions questions, String message) {
        this.runtime = runtime;
        this.questions = questions;
        this.message = message;
        traces.add(TraceParent.root(message).traceId()); // in case it came from outside
    }

    /** Reads the journal of an agent, too, of which no node may know that it had to do with the message. */
    void readAlso(AgentId agent) {
        if (known.add(agent)
                && runtime.isDurable(agent.type()).orElse(true)
                && !agent.type().startsWith(RESERVED)) {
            toRead.add(agent);
        }
    }

    CompletionStage<ObjectNode> run() {
        return runtime.fate(message)
                .exceptionally(thrown -> new Fate(message, List.of())) // nothing is stored in this cluster
                .thenCompose(fate -> {
                    fates = fate.receipts();
                    fates.forEach(receipt -> readAlso(receipt.recipient()));
                    return questions.about(message);
                })
                .thenCompose(answers -> {
                    add(answers);
                    return round(1);
                })
                .thenApply(done -> document());
    }

    /** Asks the nodes, then reads journals; those may name further traces. */
    private CompletionStage<Void> round(int number) {
        int before = traces.size();
        return questions
                .ofTraces(traces)
                .thenCompose(answers -> {
                    add(answers);
                    return readJournals();
                })
                .thenCompose(done -> traces.size() > before && number < MOST_ROUNDS
                        ? round(number + 1)
                        : CompletableFuture.completedFuture(null));
    }

    private void add(ClusterQuestions.Answers<TraceQuestions.Remembered> answers) {
        answers.missing().forEach(node -> missing.add(node.asText()));
        answers.byNode().values().forEach(remembered -> {
            cut |= remembered.cut();
            remembered.turns().forEach(this::add);
        });
    }

    private void add(TracedTurn turn) {
        if (turn.isAbout(message) && traces.size() < MOST_TRACES) {
            traces.add(turn.trace());
        }
        if (!traces.contains(turn.trace())) {
            return;
        }
        cut |= !found.add(turn);
        if (turn.sender() != null) {
            readIfDurable(turn.sender());
        }
        readIfDurable(turn.recipient());
        turn.sent().forEach(told -> readIfDurable(told.recipient()));
    }

    private void readIfDurable(AgentId agent) {
        if (runtime.isDurable(agent.type()).orElse(false)) {
            readAlso(agent);
        }
    }

    private CompletionStage<Void> readJournals() {
        var agent = toRead.poll();
        if (agent == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (known.size() > MOST_JOURNALS) {
            cut = true;
            toRead.clear();
            return CompletableFuture.completedFuture(null);
        }
        return runtime.newestEntries(agent, MOST_STORED)
                .handle((page, thrown) -> {
                    if (thrown == null) {
                        TracedTurns.of(page).forEach(this::add);
                    } else {
                        unread.add(agent.toString());
                    }
                    return agent;
                })
                .thenCompose(done -> readJournals());
    }

    private ObjectNode document() {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("message", message);
        var ids = document.putArray("traces");
        found.traces().forEach(ids::add);
        missing.forEach(document.putArray("missing")::add);
        unread.forEach(document.putArray("unread")::add);
        document.put("cut", cut);
        document.putPOJO("fates", fates);
        document.putPOJO("turns", found.inOrder());
        return document;
    }
}
