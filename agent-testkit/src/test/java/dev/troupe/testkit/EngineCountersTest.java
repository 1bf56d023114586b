package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.engine.counters.Count;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.message.Envelope;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a runtime counts of its work, and what it does not do while nobody listens. */
class EngineCountersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    sealed interface Command {}

    record Pass() implements Command {}

    record Fail() implements Command {}

    record Wait() implements Command {}

    record Seen(int messages) {}

    private static final AgentType<Command> TYPE = AgentType.of("counted", Command.class);

    private final CompletableFuture<Void> gate = new CompletableFuture<>();

    private final class Counted extends Agent<Command, Seen> {
        Counted(AgentContext<Command> context) {
            super(context);
        }

        @Override
        protected Seen emptyState() {
            return new Seen(0);
        }

        @Override
        protected Handlers<Command, Seen> handlers() {
            return newHandlersBuilder()
                    .onMessage(Pass.class, (state, pass) -> next(state))
                    .onMessage(Fail.class, (state, fail) -> {
                        throw new IllegalStateException("as told");
                    })
                    .onMessage(Wait.class, (state, wait) -> await(gate.thenApply(open -> next(state))))
                    .build();
        }

        private Effect<Seen> next(Seen state) {
            return effects().persist(new Seen(state.messages() + 1));
        }
    }

    private StandaloneRuntime start(AgentDefinition<?, ?> definition) {
        return StandaloneRuntime.start(
                ConfigFactory.parseString("troupe.agents.retry { max-attempts = 1 }\ntroupe.delivery.max-pending = 2"),
                definition);
    }

    private AgentDefinition<Command, Seen> definition() {
        return AgentDefinition.of(TYPE, Seen.class, Counted::new);
    }

    @Test
    void countsWhatHappened() throws Exception {
        try (var runtime = start(definition().withIdleTimeout(Duration.ofMillis(50)))) {
            send(runtime, "a", new Pass());
            send(runtime, "b", new Fail());

            var counters = runtime.counters();
            assertThat(counters.get(Count.ACTIVATIONS)).isEqualTo(2);
            assertThat(counters.get(Count.BATCHES)).isGreaterThanOrEqualTo(2);
            assertThat(counters.deadLetters(Failure.Kind.HANDLER_ERROR)).isEqualTo(1);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(counters.get(Count.PASSIVATIONS)).isEqualTo(2));
        }
    }

    @Test
    void knowsWhatIsPendingForATypeAndCountsWhatItRefuses() throws Exception {
        try (var runtime = start(definition())) {
            var first = runtime.send(TYPE.ref("a"), new Wait());
            var second = runtime.send(TYPE.ref("a"), new Pass());
            var third = runtime.send(TYPE.ref("a"), new Pass());

            assertThat(third).isCompletedExceptionally();
            assertThat(runtime.counters().get(Count.REJECTED)).isEqualTo(1);
            await().atMost(PATIENCE).untilAsserted(() -> {
                var waiting = census(runtime).byType().get("counted");
                assertThat(waiting).isNotNull();
                assertThat(waiting.messages()).isEqualTo(2);
                assertThat(waiting.oldestMillis()).isBetween(1L, PATIENCE.toMillis());
            });

            gate.complete(null);
            first.toCompletableFuture().get(30, TimeUnit.SECONDS);
            second.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(census(runtime).byType()).isEmpty();
        }
    }

    @Test
    void timesTurnsAndWritesOnlyForAListenerThatWantsToKnow() throws Exception {
        try (var runtime = start(definition().durable())) {
            List<Long> untimed = Collections.synchronizedList(new ArrayList<>());
            List<Long> timed = Collections.synchronizedList(new ArrayList<>());
            runtime.listen(new Times(false, untimed));
            send(runtime, "a", new Pass());
            runtime.listen(new Times(true, timed));
            send(runtime, "a", new Pass());

            assertThat(untimed.subList(0, 2)).as("a turn, a write").containsOnly(0L);
            assertThat(timed).hasSizeGreaterThanOrEqualTo(2).allMatch(nanos -> nanos > 0);
        }
    }

    private record Times(boolean timed, List<Long> nanos) implements TurnListener {
        @Override
        public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long turnNanos) {
            nanos.add(turnNanos);
        }

        @Override
        public void stored(AgentId agent, int entries, long writeNanos) {
            nanos.add(writeNanos);
        }
    }

    private static LaneCensus census(StandaloneRuntime runtime) throws Exception {
        return runtime.census().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void send(StandaloneRuntime runtime, String key, Command message) throws Exception {
        runtime.send(TYPE.ref(key), message).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
