package dev.troupe.chat;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A conversation that is saved, and goes on elsewhere. */
class SavedTeamTest {
    private static final List<EchoMember> THREE =
            List.of(EchoMember.named("a"), EchoMember.named("b"), EchoMember.named("c"));
    private static final Team TEAM = Team.roundRobin("saved", THREE).withMaxTurns(2);

    @Test
    void goesOnExactlyWhereItStoppedOnAnotherRuntime() throws Exception {
        String saved;
        try (var runtime = start(TEAM)) {
            var talk = TEAM.conversation(runtime, "acme");
            get(talk.run("hi"));
            saved = get(talk.save()).toString();
        }
        try (var runtime = start(TEAM)) {
            var talk = TEAM.conversation(runtime, "other");
            get(talk.run("something else"));

            get(talk.load(new ObjectMapper().readTree(saved)));

            assertThat(texts(get(talk.run("recall"))))
                    .containsExactly("recall", "[user: hi, a: a, b: b, user: recall]", "a");
            assertThat(get(talk.run("recall")).messages().get(1).toText())
                    .as("what b remembers from before, and what came since")
                    .startsWith("[user: hi, a: a, user: recall, c: [")
                    .endsWith(", a: a, user: recall]");
        }
    }

    @Test
    void hasTheStructureOfAutoGen() throws Exception {
        try (var runtime = start(TEAM)) {
            var talk = TEAM.conversation(runtime, "acme");
            get(talk.run("hi"));

            var saved = get(talk.save());

            assertThat(saved.get("type").textValue()).isEqualTo("TeamState");
            assertThat(saved.get("version").textValue()).isEqualTo("1.0.0");
            var states = saved.get("agent_states");
            assertThat(List.copyOf(((ObjectNode) states).properties()))
                    .extracting(Map.Entry::getKey)
                    .containsExactly("a", "b", "c", "RoundRobinGroupChatManager");
            var manager = states.get("RoundRobinGroupChatManager");
            assertThat(manager.get("type").textValue()).isEqualTo("RoundRobinManagerState");
            assertThat(manager.get("next_speaker_index").intValue()).isEqualTo(2);
            assertThat(StreamSupport.stream(manager.get("message_thread").spliterator(), false))
                    .extracting(item -> item.get("type").textValue() + " of "
                            + item.get("source").textValue())
                    .containsExactly("TextMessage of user", "TextMessage of a", "TextMessage of b");
            assertThat(states.get("c").get("message_buffer")).hasSize(3);
            assertThat(states.get("a").get("type").textValue()).isEqualTo("ChatAgentContainerState");
        }
    }

    @Test
    void savesTeamsWithinTeams() throws Exception {
        var team =
                Team.roundRobin("outer", List.of(TEAM, EchoMember.named("z"))).withMaxTurns(2);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            get(talk.run("hi"));
            var saved = get(talk.save());
            var other = team.conversation(runtime, "other");

            get(other.load(saved));

            assertThat(texts(get(other.run("go on")))).isEqualTo(texts(get(talk.run("go on"))));
        }
    }

    @Test
    void saysWhatIsWrongWithAStateAndChangesNothing() throws Exception {
        var swarm = Team.swarm("swarm", THREE);
        try (var runtime = start(TEAM, swarm)) {
            var talk = TEAM.conversation(runtime, "acme");
            get(talk.run("hi"));
            var saved = (ObjectNode) get(talk.save());
            var lacksOne = saved.deepCopy();
            ((ObjectNode) lacksOne.get("agent_states")).remove("b");

            assertFails(
                    talk.load(lacksOne), Failure.Kind.REJECTED, "field 'b' of a participant: missing (expected: an");
            assertFails(
                    talk.load(get(swarm.conversation(runtime, "x").save())),
                    Failure.Kind.REJECTED,
                    "field 'RoundRobinGroupChatManager' of the manager: missing");
            assertThat(get(talk.save())).isEqualTo(saved);
        }
    }
}
