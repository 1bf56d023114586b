package dev.troupe.agent;

/**
 * Routes events to agents: what is published on a matching topic {@code (type, source)} goes to the agent
 * {@code (agentType, key = source)}. A pair of topic and agent type exists at most once.
 */
public sealed interface TopicSubscription {
    String agentType();

    boolean matches(String topicType);

    /** Matches one topic type. */
    record TypeSubscription(String topicType, String agentType) implements TopicSubscription {
        public TypeSubscription {
            Names.requireTopicType(topicType);
            Names.requireAgentType(agentType);
        }

        @Override
        public boolean matches(String type) {
            return topicType.equals(type);
        }
    }

    /** Matches every topic type that starts with {@code topicTypePrefix}. */
    record TypePrefixSubscription(String topicTypePrefix, String agentType) implements TopicSubscription {
        public TypePrefixSubscription {
            Names.requireTopicType(topicTypePrefix);
            Names.requireAgentType(agentType);
        }

        @Override
        public boolean matches(String type) {
            return type.startsWith(topicTypePrefix);
        }
    }
}
