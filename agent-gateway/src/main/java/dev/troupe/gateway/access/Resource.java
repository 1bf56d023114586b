package dev.troupe.gateway.access;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;

/** What somebody wants to reach. */
public sealed interface Resource {

    record OfAgent(AgentId agent) implements Resource {
        @Override
        public String toString() {
            return "agent " + agent;
        }
    }

    /** All agents of a type. */
    record OfAgentType(String type) implements Resource {
        @Override
        public String toString() {
            return "agent type " + type;
        }
    }

    record OfTopic(TopicId topic) implements Resource {
        @Override
        public String toString() {
            return "topic " + topic;
        }
    }

    /** All topics of a type, or those whose types begin so. */
    record OfTopicType(String type) implements Resource {
        @Override
        public String toString() {
            return "topic type " + type;
        }
    }

    /** Something that is there once in a cluster, such as its dead letters. */
    record OfCluster(String what) implements Resource {
        @Override
        public String toString() {
            return what;
        }
    }
}
