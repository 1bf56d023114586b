package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;

/** What a world is made of. The tests of the checkers put broken parts in. */
class Parts {
    SimulatedNode node(World world, String name, long incarnation) {
        return new SimulatedNode(world, name, incarnation);
    }

    SimulatedAgent agent(SimulatedNode node, AgentId id, long activation, AgentDefinition<?, ?> definition) {
        return new SimulatedAgent(node, id, activation, definition);
    }
}
