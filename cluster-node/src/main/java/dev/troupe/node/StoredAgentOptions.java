package dev.troupe.node;

import dev.troupe.agent.AgentId;
import dev.troupe.cluster.StoredAgents;
import dev.troupe.journal.JournalPage;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names an agent, and the store that knows it. */
final class StoredAgentOptions {
    @Parameters(index = "0", paramLabel = "TYPE", description = "Agent type.")
    private String type = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "Key of the agent.")
    private String key = "";

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    AgentId agent() {
        return AgentId.of(type, key);
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
