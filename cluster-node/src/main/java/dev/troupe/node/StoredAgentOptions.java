package dev.troupe.node;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.StoredAgents;
import dev.troupe.journal.JournalPage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names an agent, and the store that knows it. */
final class StoredAgentOptions {
    @Parameters(
            index = "0..1",
            arity = "1..2",
            paramLabel = "TYPE/KEY",
            description = "The agent; the first slash divides. Type and key apart do as well.")
    private List<String> agent = List.of();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    AgentId agent() {
        return agent.size() == 2 ? AgentId.of(agent.get(0), agent.get(1)) : AgentId.parse(agent.get(0));
    }

    StoredAgents open() throws IOException {
        return StoredAgents.open(config.overrides(""));
    }

    /** Throws if the first page of an agent shows that it has no journal. */
    void requireStored(JournalPage page) {
        if (page.highest() == 0) {
            throw new IllegalStateException(
                    "nothing is stored for " + page.agent() + " (expected: type and key of a durable agent)");
        }
    }
}
