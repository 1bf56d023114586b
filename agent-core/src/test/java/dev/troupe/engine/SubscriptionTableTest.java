package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTableTest {
    private static final TopicId NEWS = TopicId.of("news.sport", "acme");

    @Test
    void findsTheAgentsOfATopicTypeByItsSource() {
        var table = SubscriptionTable.of(List.of(
                new TypeSubscription("news.sport", "reader"),
                new TypeSubscription("news.sport", "archive"),
                new TypeSubscription("news.weather", "farmer")));

        assertThat(table.subscribers(NEWS))
                .containsExactlyInAnyOrder(AgentId.of("reader", "acme"), AgentId.of("archive", "acme"));
    }

    @Test
    void findsPrefixesOfEveryLengthUpToTheWholeType() {
        var table = SubscriptionTable.of(List.of(
                new TypePrefixSubscription("n", "one"),
                new TypePrefixSubscription("news.", "five"),
                new TypePrefixSubscription("news.sport", "whole"),
                new TypePrefixSubscription("news.sports", "longer"),
                new TypePrefixSubscription("views", "other")));

        assertThat(table.subscribers(NEWS)).extracting(AgentId::type).containsExactlyInAnyOrder("one", "five", "whole");
    }

    @Test
    void namesAnAgentOnceHoweverManySubscriptionsItHas() {
        var table = SubscriptionTable.of(List.of(
                new TypeSubscription("news.sport", "reader"),
                new TypePrefixSubscription("news.", "reader"),
                new TypePrefixSubscription("n", "reader")));

        assertThat(table.subscribers(NEWS)).containsExactly(AgentId.of("reader", "acme"));
    }

    @Test
    void findsNobodyForATopicWithoutSubscriptions() {
        var table = SubscriptionTable.of(List.of(new TypeSubscription("news", "reader")));

        assertThat(table.subscribers(NEWS)).isEmpty();
        assertThat(SubscriptionTable.EMPTY.subscribers(NEWS)).isEmpty();
    }

    @Test
    void isCopiedWithMoreAndWithoutSomeAndStaysAsItIs() {
        var reader = new TypeSubscription("news.sport", "reader");
        var archive = new TypePrefixSubscription("news.", "archive");
        var one = SubscriptionTable.of(List.of(reader));

        var both = one.with(List.of(archive, reader));
        var other = both.without(List.of(reader));

        assertThat(one.all()).containsExactly(reader);
        assertThat(both.all()).containsExactlyInAnyOrder(reader, archive);
        assertThat(other.all()).containsExactly(archive);
        assertThat(other.contains(reader)).isFalse();
        assertThat(other.subscribers(NEWS)).containsExactly(AgentId.of("archive", "acme"));
    }

    @Test
    void keepsTheOtherKindOfSubscriptionWhenOneIsRemoved() {
        var exact = new TypeSubscription("news.sport", "reader");
        var prefix = new TypePrefixSubscription("news.sport", "reader");

        var table = SubscriptionTable.of(List.of(exact, prefix)).without(List.of(exact));

        assertThat(table.subscribers(NEWS)).containsExactly(AgentId.of("reader", "acme"));
        assertThat(table.subscribers(TopicId.of("news.sport.golf", "acme"))).hasSize(1);
    }
}
