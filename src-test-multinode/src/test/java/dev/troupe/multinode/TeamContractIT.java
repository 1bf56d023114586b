package dev.troupe.multinode;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.chat.contract.TeamContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Teams keep their promises though they live on one JVM, and their participants on another. */
class TeamContractIT extends TeamContract {
    @RegisterExtension
    static final Jvms JVMS = new Jvms();

    @BeforeAll
    static void start() {
        TeamsOnJvms.startHere(JVMS);
        TeamsOnJvms.startTwo(JVMS, "");
    }

    @Override
    protected AgentRuntime runtime() {
        return JVMS.runtime();
    }
}
