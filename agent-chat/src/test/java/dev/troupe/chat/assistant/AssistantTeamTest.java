package dev.troupe.chat.assistant;

import static dev.troupe.chat.assistant.ScriptedModel.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Conditions;
import dev.troupe.chat.Origin;
import dev.troupe.chat.Response;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.Team;
import dev.troupe.chat.tool.Tool;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assistants in teams, and answers that come piece by piece. */
class AssistantTeamTest {
    private static final TextMessage HI = new TextMessage(Origin.of("u1", "user", Instant.EPOCH), "hi");

    record Place(String name) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void workTogetherAndRememberWhatWasSaid(boolean durable) throws Exception {
        var look = Tool.of("look", "Looks.", Place.class, place -> place.name() + " is wet");
        var writer = ScriptedModel.of(
                calls("c1", "look", "{\"name\":\"Oslo\"}"),
                AiMessage.from("It rains in Oslo."),
                AiMessage.from("It pours."));
        var critic = ScriptedModel.saying("Shorter.", "TERMINATE");
        var team = Team.roundRobin(
                        "writers",
                        List.of(
                                AssistantAgent.of("writer", writer)
                                        .withTools(look)
                                        .withReflectionOnToolUse(true),
                                AssistantAgent.of("critic", critic)))
                .withTermination(Conditions.textMention("TERMINATE").or(Conditions.maxMessages(20)));
        var placed = durable ? team.durable() : team;
        try (var runtime = StandaloneRuntime.start(placed.definitions().toArray(AgentDefinition<?, ?>[]::new))) {

            var result = placed.conversation(runtime, "acme")
                    .run("Write a line.")
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);

            assertThat(result.messages())
                    .filteredOn(TextMessage.class::isInstance)
                    .extracting(ChatItem::toText)
                    .containsExactly("Write a line.", "It rains in Oslo.", "Shorter.", "It pours.", "TERMINATE");
            assertThat(writer.requests().get(2).messages()).hasSize(6);
        }
    }

    @Test
    void showsAnAnswerPieceByPiece() {
        var turn = StepRecorder.of("helper");
        var agent = AssistantAgent.of("helper", ScriptedModel.saying())
                .withStreaming(new Streaming(new CountDownLatch(0), new AtomicBoolean()));

        var said = (Response.Said<AssistantMemory>) agent.respond(agent.emptyMemory(), List.of(HI), turn)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(said.message().toText()).isEqualTo("Hello");
        assertThat(turn.shown()).extracting(ChatItem::toText).containsExactly("Hel", "lo");
        assertThat(turn.shown())
                .allSatisfy(chunk -> assertThat(((StreamingChunkEvent) chunk).fullMessageId())
                        .isEqualTo(said.message().origin().id()));
    }

    @Test
    void endsTheStreamOfTheModelIfTheRunIsCancelled() throws Exception {
        var started = new CountDownLatch(1);
        var cancelled = new AtomicBoolean();
        var turn = StepRecorder.of("helper");
        var agent =
                AssistantAgent.of("helper", ScriptedModel.saying()).withStreaming(new Streaming(started, cancelled));
        var running = agent.respond(agent.emptyMemory(), List.of(HI), turn).toCompletableFuture();
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

        turn.cancel();

        assertThat(running.orTimeout(30, TimeUnit.SECONDS)
                        .handle((said, failure) -> failure)
                        .join())
                .hasMessageContaining("the run is cancelled");
        assertThat(cancelled).isTrue();
    }

    /** Says "Hello"; with a latch only its first half, and no end. */
    private record Streaming(CountDownLatch started, AtomicBoolean cancelled) implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            var context = new PartialResponseContext(new StreamingHandle() {
                @Override
                public void cancel() {
                    cancelled.set(true);
                }

                @Override
                public boolean isCancelled() {
                    return cancelled.get();
                }
            });
            handler.onPartialResponse(new PartialResponse("Hel"), context);
            if (started.getCount() > 0) {
                started.countDown();
                return;
            }
            handler.onPartialResponse(new PartialResponse("lo"), context);
            handler.onCompleteResponse(ScriptedModel.response(AiMessage.from("Hello")));
        }
    }
}
