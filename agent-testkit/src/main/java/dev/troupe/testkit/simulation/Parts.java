package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.engine.FateStore;
import java.util.SplittableRandom;

/** What a world is made of. The tests of the checkers put broken parts in. */
class Parts {
    SimulatedNode node(World world, String name, long incarnation) {
        return new SimulatedNode(world, name, incarnation);
    }

    SimulatedJournal journal(World world, SplittableRandom random) {
        return new SimulatedJournal(world, random);
    }

    FateStore fates(World world) {
        return new SimulatedFates(world);
    }

    JournalLink journalLink(SimulatedAgent agent) {
        return new JournalLink(agent);
    }

    SimulatedAgent agent(SimulatedNode node, AgentId id, long activation, AgentDefinition<?, ?> definition) {
        return new SimulatedAgent(node, id, activation, definition);
    }
}
