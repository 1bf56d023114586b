package dev.troupe.chat.assistant;

import static dev.troupe.chat.Runs.assertFails;
import static dev.troupe.chat.Runs.get;
import static dev.troupe.chat.Runs.start;
import static dev.troupe.chat.Runs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.chat.Team;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.chat.tool.AgentTool;
import dev.troupe.chat.tool.TeamTool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that have teams, and other agents, work for them. */
class InnerTeamTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void makesOneAnswerOfWhatATeamSaysAndHasItForgetTheTask(boolean durable) throws Exception {
        var inner = Team.roundRobin(
                        "inner",
                        List.of(
                                AssistantAgent.of("writer", ReplayChatModel.of("a draft", "a second draft")),
                                AssistantAgent.of("editor", ReplayChatModel.of("too long", "good"))))
                .withMaxTurns(2);
        var summing = ReplayChatModel.of("the answer", "the second answer");
        var team = Team.roundRobin("society", List.of(SocietyOfMindAgent.of("society", inner, summing)))
                .withMaxTurns(1);
        try (var runtime = start(durable ? team.durable() : team)) {
            var talk = team.conversation(runtime, "acme");

            var first = get(talk.run("write"));
            var second = get(talk.run("again"));

            assertThat(texts(first)).containsExactly("write", "the answer");
            assertThat(texts(second)).containsExactly("again", "the second answer");
            assertThat(summing.requests().get(0).messages().toString())
                    .contains("writer: a draft", "editor: too long", "Output a standalone response");
            assertThat(summing.requests().get(1).messages().toString())
                    .contains("a second draft")
                    .doesNotContain("too long");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesATeamATaskAsATool(boolean durable) throws Exception {
        var inner = Team.roundRobin("experts", List.of(AssistantAgent.of("expert", ReplayChatModel.of("42", "43"))))
                .withMaxTurns(1);
        var model = ReplayChatModel.of(
                ModelReply.toolCall("1", "experts", "{\"task\": \"the answer?\"}"),
                ModelReply.toolCall("2", "experts", "{\"task\": \"another?\"}"));
        var asker = AssistantAgent.of("asker", model).withTools(TeamTool.of(inner));
        var team = Team.roundRobin("askers", List.of(asker)).withMaxTurns(2);
        try (var runtime = start(durable ? team.durable() : team)) {
            var result = get(team.conversation(runtime, "acme").run("ask"));

            assertThat(texts(result))
                    .filteredOn(text -> text.startsWith("expert: "))
                    .contains("expert: 42", "expert: 43");
        }
    }

    @Test
    void asksAnAgentAsATool() throws Exception {
        var expert = AssistantAgent.of("expert", ReplayChatModel.of("42"));
        var asker = AssistantAgent.of(
                        "asker", ReplayChatModel.of(ModelReply.toolCall("1", "expert", "{\"task\": \"the answer?\"}")))
                .withTools(AgentTool.of(expert).returningLastMessage());
        var team = Team.roundRobin("asking", List.of(asker)).withMaxTurns(1);
        try (var runtime = start(team)) {
            assertThat(texts(get(team.conversation(runtime, "acme").run("ask"))))
                    .endsWith("42");
        }
    }

    @Test
    void cancelsTheInnerTeamWithTheTurn() throws Exception {
        var slow = ReplayChatModel.of(
                ModelReply.text("never").withDelay(Duration.ofMinutes(10)), ModelReply.text("quick"));
        var inner = Team.roundRobin("inner", List.of(AssistantAgent.of("slow", slow)))
                .withMaxTurns(1);
        var team = Team.roundRobin(
                        "society", List.of(SocietyOfMindAgent.of("society", inner, ReplayChatModel.of("done"))))
                .withMaxTurns(1);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("hi");
            dev.troupe.chat.Runs.await(() -> slow.requests().size() == 1);

            get(talk.cancel());

            assertFails(running, Failure.Kind.CANCELLED, "was cancelled");
            var next = talk.run("once more");
            assertThat(texts(get(next))).containsExactly("once more", "done");
        }
    }

    @Test
    void waitsForAPersonWhoIsHandedBackTo() throws Exception {
        var agent = AssistantAgent.of(
                        "agent",
                        ReplayChatModel.of(
                                ModelReply.toolCall("1", "transfer_to_person", "{}"), ModelReply.text("bye")))
                .withHandoffs("person");
        var team =
                Team.swarm("desk", List.of(agent, UserProxyAgent.of("person"))).withMaxTurns(3);
        try (var runtime = start(team)) {
            var talk = team.conversation(runtime, "acme");
            var running = talk.run("help");
            dev.troupe.chat.Runs.await(() -> !talk.giveInput("person", "my account")
                    .toCompletableFuture()
                    .handle((done, failed) -> failed != null)
                    .get());

            assertThat(texts(get(running))).endsWith("my account", "bye");
        }
    }
}
