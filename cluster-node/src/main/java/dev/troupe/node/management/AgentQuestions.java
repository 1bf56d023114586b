package dev.troupe.node.management;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.actor.ActiveAgents;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which agents are loaded where: each node says a page of its own, and whoever asks merges them. */
final class AgentQuestions {
    private static final String LIST = "agents";
    private static final String FIND = "agent";
    private static final String PASSIVATE = "passivate";

    /**
     * Which agents to list.
     *
     * @param type of these; null for all types that users have registered
     * @param key their keys begin so
     * @param after only those behind this one; null for the first
     */
    record Query(
            @Nullable String type, String key, @Nullable AgentId after, int limit) {
        boolean matches(AgentId id) {
            return (type == null ? !id.type().startsWith("troupe.") : id.type().equals(type))
                    && id.key().startsWith(key)
                    && (after == null || ActiveAgents.ORDER.compare(id, after) > 0);
        }
    }

    /** An agent that is loaded on a node. */
    record Located(AgentId id, String node, long idleMillis) {}

    /** What one node says. */
    record Page(List<Located> agents) {}

    /** Whether an agent was there. */
    record Found(boolean loaded, long idleMillis) {}

    private final ClusterRuntime runtime;
    private final ClusterQuestions questions;
    private final Clock clock = Clock.systemUTC();

    AgentQuestions(ClusterRuntime runtime, ClusterQuestions questions) {
        this.runtime = runtime;
        this.questions = questions;
        questions.answer(LIST, Query.class, this::page);
        questions.answer(FIND, AgentId.class, this::find);
        questions.answer(PASSIVATE, AgentId.class, this::passivateHere);
    }

    private Page page(Query query) {
        return new Page(runtime.activeAgents().first(query::matches, query.limit(), clock.millis()).stream()
                .map(agent -> new Located(agent.id(), runtime.address(), agent.idleMillis()))
                .toList());
    }

    private Found find(AgentId id) {
        return runtime.activeAgents()
                .look(id, clock.millis())
                .map(agent -> new Found(true, agent.idleMillis()))
                .orElse(new Found(false, 0));
    }

    private Found passivateHere(AgentId id) {
        return new Found(runtime.activeAgents().passivate(id), 0);
    }

    /** Lists agents of all nodes, in the order of their ids. */
    CompletionStage<ClusterQuestions.Answers<Page>> list(Query query) {
        return questions.askAll(LIST, query, Page.class);
    }

    /** Returns the first of what the nodes said. */
    static List<Located> merge(ClusterQuestions.Answers<Page> answers, int limit) {
        return answers.byNode().values().stream()
                .flatMap(page -> page.agents().stream())
                .sorted(Comparator.comparing(Located::id, ActiveAgents.ORDER))
                .limit(limit)
                .toList();
    }

    /** Asks all nodes whether an agent is loaded there. */
    CompletionStage<ClusterQuestions.Answers<Found>> locate(AgentId id) {
        return questions.askAll(FIND, id, Found.class);
    }

    /** Asks an agent to unload if it has nothing to do, wherever it is loaded. */
    CompletionStage<ClusterQuestions.Answers<Found>> passivate(AgentId id) {
        return questions.askAll(PASSIVATE, id, Found.class);
    }
}
