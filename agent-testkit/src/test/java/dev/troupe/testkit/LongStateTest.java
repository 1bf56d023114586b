package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.Request;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A durable agent whose state is long and grows a little with each turn: what is stored of it are the changes. */
class LongStateTest {
    /** More than lie between two snapshots. */
    private static final int MESSAGES = 250;

    private static final Duration BRIEF = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    sealed interface Command {}

    record Say(String text) implements Command {}

    record Recall() implements Command, Request<Said> {}

    record Said(List<String> texts) {}

    private static final AgentType<Command> TYPE = AgentType.of("talk", Command.class);

    private final AtomicInteger lives = new AtomicInteger();

    private static final class Talk extends Agent<Command, Said> {
        Talk(AgentContext<Command> context) {
            super(context);
        }

        @Override
        protected Said emptyState() {
            return new Said(List.of());
        }

        @Override
        protected Handlers<Command, Said> handlers() {
            return newHandlersBuilder()
                    .onMessage(Say.class, (state, say) -> {
                        List<String> texts = new ArrayList<>(state.texts());
                        texts.add(say.text());
                        return effects().persist(new Said(List.copyOf(texts)));
                    })
                    .onRequest(
                            Recall.class, (state, recall, replyTo) -> effects().thenReply(state))
                    .build();
        }
    }

    private static List<String> recall(StandaloneRuntime runtime) throws Exception {
        return runtime.ask(TYPE.ref("acme"), new Recall(), PATIENCE)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .texts();
    }

    @Test
    void comesBackWithAllOfItAndIsToldTurnByTurn() throws Exception {
        var definition = AgentDefinition.of(TYPE, Said.class, context -> {
                    lives.incrementAndGet();
                    return new Talk(context);
                })
                .withMessages(Said.class)
                .withIdleTimeout(BRIEF)
                .durable();
        try (var runtime = StandaloneRuntime.start(definition)) {
            var talk = TYPE.ref("acme");
            List<String> said = new ArrayList<>();
            for (int number = 1; number <= MESSAGES; number++) {
                String text = "message " + number + " ".repeat(60) + "\uD83D\uDE00";
                said.add(text);
                runtime.send(talk, new Say(text)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            }
            int before = lives.get();
            await().atMost(PATIENCE).pollInterval(BRIEF.multipliedBy(2)).until(() -> {
                assertThat(recall(runtime)).isEqualTo(said);
                return lives.get() > before;
            });

            var turns = runtime.history(talk.id(), MESSAGES / 2, 3)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .turns();

            assertThat(turns).allSatisfy(turn -> {
                String text = turn.message().payload().json();
                assertThat(turn.after().orElseThrow())
                        .contains(text.substring("{\"text\":".length(), text.length() - 1))
                        .hasSizeGreaterThan(turn.before().orElseThrow().length());
            });
        }
    }
}
