package dev.troupe.multinode;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.chat.contract.TeamContract;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Durable teams promise all that others do, on several JVMs. */
class DurableTeamContractIT extends TeamContract {
    @RegisterExtension
    static final Jvms JVMS = new Jvms();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    @BeforeAll
    static void start() {
        JVMS.storeIn("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
        TeamsOnJvms.startHere(JVMS);
        TeamsOnJvms.startTwo(JVMS, "");
    }

    @Override
    protected AgentRuntime runtime() {
        return JVMS.runtime();
    }
}
