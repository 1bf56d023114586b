package dev.troupe.chat;

import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.sources;
import static dev.troupe.chat.Runs.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentException;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users of swarms expect. */
class SwarmTeamTest {
    private static final Team TRAVEL = Team.swarm(
            "travel",
            List.of(
                    new HandingMember("planner", List.of("flights", "hotels")),
                    new HandingMember("flights", List.of("planner")),
                    new HandingMember("hotels", List.of("user"))));

    @Test
    void goesOnWithWhomTheLastHandoffNamesUntilItLeavesTheTeam() throws Exception {
        try (var runtime = start(TRAVEL.withTermination(Conditions.handoff("user")))) {
            var talk = TRAVEL.conversation(runtime, "acme");

            var result = get(talk.run("to Rome"));

            assertThat(sources(result)).containsExactly("user", "planner", "flights", "planner", "hotels");
            assertThat(result.stopReason()).isEqualTo("Handoff to user from hotels detected.");
        }
    }

    @Test
    void keepsASpeakerThatHandsOffToNobody() throws Exception {
        var team = Team.swarm("alone", List.of(new HandingMember("a", List.of("b")), new HandingMember("b", List.of())))
                .withMaxTurns(4);
        try (var runtime = start(team)) {
            var result = get(team.conversation(runtime, "acme").run("hi"));

            assertThat(sources(result)).containsExactly("user", "a", "b", "b", "b");
        }
    }

    @Test
    void saysWhoCouldGoOnAndGoesOnWithAHandoffOfTheUser() throws Exception {
        try (var runtime =
                start(TRAVEL.withTermination(Conditions.handoff("user").or(Conditions.maxMessages(6))))) {
            var talk = TRAVEL.conversation(runtime, "acme");
            get(talk.run("to Rome"));

            assertThatThrownBy(() -> get(talk.run("and back")))
                    .cause()
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining(
                            "handoff of hotels: target 'user' (expected: one of [planner, flights, hotels]");

            var origin = Origin.of("u1", "user", Instant.now());
            var result = get(talk.run(List.of(new HandoffMessage(origin, "go on", "flights"))));
            assertThat(sources(result)).startsWith("user", "flights");
        }
    }

    @Test
    void endsARunThatIsHandedToNobody() throws Exception {
        try (var runtime = start(TRAVEL)) {
            var talk = TRAVEL.conversation(runtime, "acme");

            assertThatThrownBy(() -> get(talk.run("to Rome"))).hasMessageContaining("target 'user'");

            get(talk.reset());
            assertThatThrownBy(() -> get(talk.run("to Rome"))).hasMessageContaining("target 'user'");
        }
    }
}
