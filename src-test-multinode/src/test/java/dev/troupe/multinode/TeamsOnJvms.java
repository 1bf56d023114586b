package dev.troupe.multinode;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.contract.ContractTeams;
import java.util.List;

/** The teams of the contract on nodes of their own, and their participants on others. */
final class TeamsOnJvms {
    static final String NAME = "contract-teams";

    private static final String TEAMS = "teams";
    private static final String PARTICIPANTS = "participants";

    private TeamsOnJvms() {}

    static List<AgentDefinition<?, ?>> definitions() {
        return ContractTeams.definitions(TEAMS, PARTICIPANTS);
    }

    /** Starts the node of this JVM, which hosts nothing. */
    static HereNode startHere(Jvms jvms) {
        return jvms.startHere(definitions().stream()
                .map(each -> jvms.durable() ? each.durable() : each)
                .toArray(AgentDefinition<?, ?>[]::new));
    }

    /** Starts a node for teams, and one for participants; returns them in this order. */
    static List<NodeProcess> startTwo(Jvms jvms, String suffix) {
        return List.of(jvms.start(TEAMS + suffix, TEAMS, NAME), jvms.start(PARTICIPANTS + suffix, PARTICIPANTS, NAME));
    }
}
