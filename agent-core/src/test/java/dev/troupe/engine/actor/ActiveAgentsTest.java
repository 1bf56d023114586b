package dev.troupe.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class ActiveAgentsTest {
    private static final long IDLE = 1_000;

    private final List<TestInbox<AgentActor.Command>> inboxes = new ArrayList<>();
    private final List<ActiveAgents.Seat> seats = new ArrayList<>();

    @Test
    void asksTheLeastRecentlyUsedToUnloadWhenThereAreTooMany() {
        var agents = new ActiveAgents(3, () -> {});
        add(agents, 3);
        seats.get(0).use(10);

        add(agents, 1);

        assertThat(asked()).containsExactly(1);
    }

    @Test
    void asksThoseThatWereNotUsedForTheirIdleTime() {
        var agents = new ActiveAgents(1_000, () -> {});
        add(agents, 3);
        seats.get(1).use(IDLE);

        agents.unloadIdle(IDLE + 1);
        agents.unloadIdle(IDLE + 2); // too soon to look again

        assertThat(asked()).containsExactly(0);
    }

    @Test
    void asksAnotherOneWhenTheFirstStays() {
        var agents = new ActiveAgents(2, () -> {});
        add(agents, 3);
        seats.get(0).use(10); // it has something to do

        add(agents, 1);

        assertThat(asked()).containsExactly(0, 1, 2);
    }

    @Test
    void asksNobodyOnceThereIsRoomAgain() {
        var agents = new ActiveAgents(2, () -> {});
        add(agents, 3);
        agents.remove(seats.get(0));
        agents.remove(seats.get(1));

        add(agents, 1);

        assertThat(asked()).containsExactly(0);
        assertThat(agents.size()).isEqualTo(2);
    }

    @Test
    void asksForAHundredthOfALargeLimitAtOnce() {
        var agents = new ActiveAgents(1_000, () -> {});
        add(agents, 1_001);
        int first = asked().size();

        add(agents, 9);

        assertThat(first).isEqualTo(10);
        assertThat(asked()).hasSize(10);
    }

    @Test
    void countsAnAgentUntilItHasEndedThoughItIsFoundNoMoreOnceItMust() {
        var agents = new ActiveAgents(2, () -> {});
        add(agents, 2);

        agents.end(seats.get(0));
        int ending = agents.count("test"::equals);
        agents.remove(seats.get(0));

        assertThat(ending).isEqualTo(2);
        assertThat(agents.count("test"::equals)).isEqualTo(1);
        assertThat(agents.count("other"::equals)).isZero();
        assertThat(agents.size()).isEqualTo(1);
    }

    private void add(ActiveAgents agents, int count) {
        for (int each = 0; each < count; each++) {
            int number = inboxes.size();
            inboxes.add(TestInbox.create("agent-" + number));
            seats.add(agents.add(
                    AgentId.of("test", "a" + number), inboxes.get(number).getRef(), IDLE, number));
        }
    }

    private List<Integer> asked() {
        List<Integer> asked = new ArrayList<>();
        for (int number = 0; number < inboxes.size(); number++) {
            if (inboxes.get(number).hasMessages()) {
                asked.add(number);
            }
        }
        return asked;
    }
}
