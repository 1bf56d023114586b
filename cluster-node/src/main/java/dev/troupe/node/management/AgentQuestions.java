package dev.troupe.node.management;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.Inquiries;
import dev.troupe.engine.actor.ActiveAgents;
import dev.troupe.gateway.access.Grants;
import dev.troupe.message.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which agents are loaded where: each node says a page of its own, and whoever asks merges them. */
final class AgentQuestions {
    private static final String LIST = "agents";
    private static final String FIND = "agent";
    private static final String PASSIVATE = "passivate";
    /** Characters of a page that are not of its agents. */
    private static final int AROUND_AGENTS = 100;

    /**
     * Which agents to list.
     *
     * @param type of these; null for all types that users have registered
     * @param key their keys begin so
     * @param tenant only those that it reaches; null for those of all
     * @param after only those behind this one; null for the first
     */
    record Query(
            @Nullable String type,
            String key,
            @Nullable String tenant,
            @Nullable AgentId after,
            int limit) {
        boolean matches(AgentId id) {
            return (type == null ? !id.type().startsWith("troupe.") : id.type().equals(type))
                    && id.key().startsWith(key)
                    && (tenant == null || Grants.isOf(tenant, id.key()))
                    && (after == null || ActiveAgents.ORDER.compare(id, after) > 0);
        }
    }

    /** An agent that is loaded on a node. */
    record Located(AgentId id, String node, long idleMillis) {}

    /**
     * What one node says, or all do.
     *
     * @param more whether there are others behind these that the query asks for
     */
    record Page(List<Located> agents, boolean more) {
        Page {
            agents = List.copyOf(agents);
        }
    }

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
        List<Located> agents = new ArrayList<>();
        int room = Inquiries.LONGEST_ANSWER - AROUND_AGENTS;
        for (var loaded : runtime.activeAgents().first(query::matches, query.limit(), clock.millis())) {
            var agent = new Located(loaded.id(), runtime.address(), loaded.idleMillis());
            room -= Json.text(agent).length() + 1;
            if (room < 0) {
                return new Page(agents, true);
            }
            agents.add(agent);
        }
        return new Page(agents, agents.size() == query.limit());
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

    /**
     * Returns the first of what the nodes said, up to the end of a page behind which its node has more: others of that node
     * may belong before what comes then.
     */
    static Page merge(Query query, ClusterQuestions.Answers<Page> answers) {
        var pages = answers.byNode().values();
        var end = pages.stream()
                .filter(page -> !page.agents().isEmpty())
                .filter(page -> page.more() || page.agents().size() >= query.limit()) // an older node does not say
                .map(page -> page.agents().get(page.agents().size() - 1).id())
                .min(ActiveAgents.ORDER);
        var known = pages.stream()
                .flatMap(page -> page.agents().stream())
                .filter(agent -> query.matches(agent.id())) // a node from before tenants counted says all
                .filter(agent -> end.isEmpty() || ActiveAgents.ORDER.compare(agent.id(), end.get()) <= 0)
                .sorted(Comparator.comparing(Located::id, ActiveAgents.ORDER))
                .toList();
        var first = known.subList(0, Math.min(known.size(), query.limit()));
        return new Page(first, end.isPresent() || first.size() == query.limit());
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
