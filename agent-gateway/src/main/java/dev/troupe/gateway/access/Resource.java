package dev.troupe.gateway.access;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;

/** What somebody wants to reach. Keys and sources may be anything; types too, where they come from outside. */
public sealed interface Resource {

    record OfAgent(AgentId agent) implements Resource {
        @Override
        public String toString() {
            return "agent " + agent;
        }
    }

    /**
     * All agents of a type, whatever their tenant.
     *
     * @param type its name; or how the names begin, and then {@code *}: all of those must be granted
     */
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

    /**
     * All topics of a type, whatever their tenant.
     *
     * @param type its name; or how the names begin, and then {@code *}: all of those must be granted
     */
    record OfTopicType(String type) implements Resource {
        @Override
        public String toString() {
            return "topic type " + type;
        }
    }

    /**
     * Something that is there once in a cluster, such as its dead letters. It concerns all tenants: whoever has one of
     * their own may do nothing with it, and others only with {@link Action#ADMIN} among what they may do.
     */
    record OfCluster(String what) implements Resource {
        @Override
        public String toString() {
            return what;
        }
    }
}
