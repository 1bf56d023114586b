package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentHistory;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.HistoryEntry;
import dev.troupe.agent.MessageName;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a runtime tells of a durable agent's past. */
class HistoryTest {
    sealed interface Command {}

    @MessageName("adder.Add")
    record Add(int number) implements Command {}

    record Sum(int sum, Instant at) {}

    private static final AgentType<Command> TYPE = AgentType.of("adder", Command.class);
    private static final AgentId ACME = AgentId.of("adder", "acme");

    private final StandaloneRuntime runtime =
            StandaloneRuntime.start(definition(TYPE).durable(), definition(AgentType.of("brief", Command.class)));

    private static AgentDefinition<Command, Sum> definition(AgentType<Command> type) {
        return AgentDefinition.of(type, Sum.class, Adder::new);
    }

    private static final class Adder extends Agent<Command, Sum> {
        Adder(AgentContext<Command> context) {
            super(context);
        }

        @Override
        protected Sum emptyState() {
            return new Sum(0, Instant.EPOCH);
        }

        @Override
        protected Handlers<Command, Sum> handlers() {
            return newHandlersBuilder()
                    .onMessage(
                            Add.class,
                            (state, add) -> effects()
                                    .persist(new Sum(
                                            state.sum() + add.number(),
                                            context().clock().instant())))
                    .build();
        }
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void readsATurnWhileTheAgentLivesAndDoesNotDisturbIt() throws Exception {
        add(1);
        var before = history(1, 10);
        add(2);

        var history = history(1, 10);

        assertThat(before.turns()).hasSize(1);
        assertThat(history.keptFrom()).isEqualTo(1);
        assertThat(history.next()).isEmpty();
        assertThat(history.turns()).hasSize(2);
        var second = history.turns().get(1);
        assertThat(second.message().payload().json()).isEqualTo("{\"number\":2}");
        assertThat(second.message().sender()).isEmpty();
        assertThat(second.before()).isEqualTo(history.turns().get(0).after());
        assertThat(second.after())
                .hasValueSatisfying(state -> assertThat(state)
                        .as("the sum, and the time of the turn")
                        .isEqualTo("{\"sum\":3,\"at\":\"" + second.at() + "\"}"));
    }

    @Test
    void readsPageByPageEachWithTheStateBefore() throws Exception {
        for (int number = 1; number <= 25; number++) {
            add(number);
        }

        List<HistoryEntry> turns = new ArrayList<>();
        int pages = 0;
        for (var next = OptionalLong.of(1); next.isPresent(); pages++) {
            var page = history(next.getAsLong(), 10);
            turns.addAll(page.turns());
            next = page.next();
        }

        assertThat(pages).isEqualTo(3);
        assertThat(turns).hasSize(25);
        for (int turn = 1; turn < 25; turn++) {
            assertThat(turns.get(turn).before()).isEqualTo(turns.get(turn - 1).after());
        }
    }

    @Test
    void readsTheNewestTurns() throws Exception {
        for (int number = 1; number <= 25; number++) {
            add(number);
        }

        var newest = runtime.newestHistory(ACME, 3).toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(newest.turns())
                .isEqualTo(history(newest.highest() - 2, 10).turns())
                .hasSize(3);
        assertThat(newest.turns().get(2).turn()).isEqualTo(newest.highest());
        assertThat(newest.next()).isEmpty();
        assertThat(runtime.newestHistory(ACME, 30).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(history(1, 30));
    }

    @Test
    void hasNoTurnsOfAnAgentThatNeverHadOne() throws Exception {
        var history = history(1, 10);

        assertThat(history).isEqualTo(new AgentHistory(ACME, 1, 0, List.of(), OptionalLong.empty()));
    }

    @Test
    void saysWhyThereIsNoHistory() {
        assertThatThrownBy(() -> history(AgentId.of("brief", "acme"), 1, 10))
                .hasRootCauseMessage("history of brief/acme: its type is not durable (expected: a durable one)");
        assertThatThrownBy(() -> history(AgentId.of("unknown", "acme"), 1, 10))
                .hasRootCauseMessage("history of unknown/acme: its type is not registered (expected: a durable one)");
        assertThatThrownBy(() -> history(0, 10)).hasMessage("turn: 0 (expected: >= 1)");
        assertThatThrownBy(() -> history(1, 1_001)).hasMessage("limit: 1001 (expected: 1 to 1000)");
    }

    private void add(int number) throws Exception {
        var receipt = runtime.send(TYPE.ref("acme"), new Add(number))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(receipt.processed()).isTrue();
    }

    private AgentHistory history(long from, int limit) throws Exception {
        return history(ACME, from, limit);
    }

    private AgentHistory history(AgentId agent, long from, int limit) throws Exception {
        return runtime.history(agent, from, limit).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
