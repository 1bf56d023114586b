package dev.troupe.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GrantsTest {
    private static final Map<String, Resource> RESOURCES = resources();

    private static Map<String, Resource> resources() {
        Map<String, Resource> resources = new LinkedHashMap<>();
        for (String agent : List.of("triage/acme", "triage/acme/7", "triage/acme2", "triage/zeta", "audit/acme")) {
            resources.put("agent " + agent, new Resource.OfAgent(AgentId.parse(agent)));
        }
        for (String topic : List.of("news/acme", "news/acme/7", "news/zeta", "secret/acme")) {
            resources.put("topic " + topic, new Resource.OfTopic(TopicId.parse(topic)));
        }
        resources.put("agents triage", new Resource.OfAgentType("triage"));
        resources.put("agents audit", new Resource.OfAgentType("audit"));
        resources.put("topics news", new Resource.OfTopicType("news"));
        resources.put("topics secret", new Resource.OfTopicType("secret"));
        resources.put("cluster", new Resource.OfCluster("dead letters"));
        return resources;
    }

    private static final String OF_ACME = "agent triage/acme, agent triage/acme/7, topic news/acme, topic news/acme/7, "
            + "agents triage, topics news";
    private static final String OF_ALL = OF_ACME + ", agent triage/acme2, agent triage/zeta, topic news/zeta";

    @Test
    void permitsAReaderToReadWhatIsOfTheirTenant() {
        var grants = Given.grants("acme", List.of("triage"), List.of("news"), Action.READ);

        assertThat(permitted(grants, Action.READ)).isEqualTo(setOf(OF_ACME));
        assertThat(permitted(grants, Action.WRITE)).isEmpty();
        assertThat(permitted(grants, Action.ADMIN)).isEmpty();
    }

    @Test
    void permitsAWriterToWriteButNotToRead() {
        var grants = Given.grants("acme", List.of("triage"), List.of("news"), Action.WRITE);

        assertThat(permitted(grants, Action.READ)).isEmpty();
        assertThat(permitted(grants, Action.WRITE)).isEqualTo(setOf(OF_ACME));
        assertThat(permitted(grants, Action.ADMIN)).isEmpty();
    }

    @Test
    void keepsAnAdministratorOfATenantFromWhatBelongsToAll() {
        var grants = Given.grants("acme", List.of("triage"), List.of("news"), Action.ADMIN);

        assertThat(permitted(grants, Action.READ)).isEmpty();
        assertThat(permitted(grants, Action.WRITE)).isEmpty();
        assertThat(permitted(grants, Action.ADMIN)).isEqualTo(setOf(OF_ACME));
    }

    @Test
    void letsAnAdministratorWithoutATenantDoAnythingWithTheCluster() {
        var grants = Given.grants("", List.of("triage"), List.of("news"), Action.ADMIN);

        assertThat(permitted(grants, Action.READ)).isEqualTo(setOf("cluster"));
        assertThat(permitted(grants, Action.WRITE)).isEqualTo(setOf("cluster"));
        assertThat(permitted(grants, Action.ADMIN)).isEqualTo(setOf(OF_ALL + ", cluster"));
    }

    @Test
    void reachesAllTenantsWithoutATenantButOnlyTheTypesGranted() {
        var grants = Given.grants("", List.of("triage"), List.of("news"), Action.READ, Action.WRITE);

        assertThat(permitted(grants, Action.READ)).isEqualTo(setOf(OF_ALL));
        assertThat(permitted(grants, Action.WRITE)).isEqualTo(setOf(OF_ALL));
        assertThat(permitted(grants, Action.ADMIN)).isEmpty();
    }

    @Test
    void permitsNothingToWhomNothingIsGranted() {
        var none = Given.grants("acme", List.of(), List.of(), Action.READ, Action.WRITE, Action.ADMIN);

        for (Action action : Action.values()) {
            assertThat(permitted(none, action)).isEmpty();
        }
    }

    @Test
    void grantsAllTypesWithAStarAndThoseThatBeginSoWithABeginning() {
        var all = Given.grants("", List.of("*"), List.of("*"), Action.READ);
        var some = Given.grants("", List.of("tri*"), List.of(), Action.READ);

        assertThat(all.permit(Action.READ, new Resource.OfAgentType("anything")))
                .isTrue();
        assertThat(some.permit(Action.READ, new Resource.OfAgentType("triage"))).isTrue();
        assertThat(some.permit(Action.READ, new Resource.OfAgentType("tr"))).isFalse();
        assertThat(some.permit(Action.READ, new Resource.OfTopicType("triage"))).isFalse();
    }

    @Test
    void asksForAllTypesThatBeginSoWhereABeginningIsWanted() {
        var exact = Given.grants("", List.of(), List.of("news"), Action.READ);
        var begun = Given.grants("", List.of(), List.of("news*"), Action.READ);

        assertThat(exact.permit(Action.READ, new Resource.OfTopicType("news*"))).isFalse();
        assertThat(begun.permit(Action.READ, new Resource.OfTopicType("news*"))).isTrue();
        assertThat(begun.permit(Action.READ, new Resource.OfTopicType("news_of*")))
                .isTrue();
        assertThat(begun.permit(Action.READ, new Resource.OfTopicType("new*"))).isFalse();
    }

    @Test
    void reachesWhatEqualsTheTenantOrBeginsWithItAndASlash() {
        var grants = Given.grants("acme", List.of(), List.of(), Action.READ);

        assertThat(grants.reach("acme")).isTrue();
        assertThat(grants.reach("acme/1/2")).isTrue();
        assertThat(grants.reach("acme2")).isFalse();
        assertThat(grants.reach("ACME")).isFalse();
        assertThat(grants.reach("x/acme")).isFalse();
        assertThat(Given.grants("", List.of(), List.of()).reach("anything")).isTrue();
    }

    @Test
    void refusesTenantsAndTypesThatCannotBe() {
        assertThatThrownBy(() -> Given.grants("acme/", List.of(), List.of()))
                .hasMessage("tenant: 'acme/' (expected: no blanks, and no / at the end)");
        assertThatThrownBy(() -> Given.grants("a b", List.of(), List.of())).hasMessageContaining("tenant: 'a b'");
        assertThatThrownBy(() -> Given.grants("", List.of("tri*ge"), List.of()))
                .hasMessage("agents: 'tri*ge' (expected: an agent type, or its beginning and *)");
        assertThatThrownBy(() -> Given.grants("", List.of(), List.of("")))
                .hasMessage("topics: '' (expected: a topic type, or its beginning and *)");
        assertThatThrownBy(() -> Grants.actions(List.of("delete")))
                .hasMessage("allow: 'delete' (expected: read, write, admin)");
    }

    private static Set<String> permitted(Grants grants, Action action) {
        Set<String> permitted = new TreeSet<>();
        RESOURCES.forEach((name, resource) -> {
            if (grants.permit(action, resource)) {
                permitted.add(name);
            }
        });
        return permitted;
    }

    private static Set<String> setOf(String names) {
        return new TreeSet<>(List.of(names.split(", ", -1)));
    }
}
