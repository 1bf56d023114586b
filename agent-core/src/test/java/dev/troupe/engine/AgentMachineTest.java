package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentMachineTest {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final AgentId SELF = AgentId.of("test", "a");

    private final Recorder port = new Recorder();
    private final MessageTypes types = MessageTypes.of(List.of(TestAgent.definition()), 1 << 20);
    private final AgentMachine<TestAgent.State> machine = newMachine(3);
    private long lastSeq;

    @Test
    void appliesAMessageOnceAndTellsADuplicateItsOutcomeAgain() {
        var batch = batch(message("m1", null, new TestAgent.Note("x")));

        deliver(batch, 0);
        deliver(batch, 1);

        assertThat(machine.state().notes()).containsExactly("x");
        assertThat(port.settled).hasSize(2);
        assertThat(machine.turns()).isEqualTo(1);
    }

    @Test
    void holdsBackTheSenderOfAFailedMessageWhileOthersGoOn() {
        var bad = AgentId.of("other", "bad");
        var good = AgentId.of("other", "good");

        deliver(message("m1", bad, new TestAgent.Fail()), 0);
        deliver(message("m2", bad, new TestAgent.Note("after the failure")), 0);
        deliver(message("m3", good, new TestAgent.Note("meanwhile")), 0);
        var meanwhile = machine.state().notes();
        pass(1_000);

        assertThat(meanwhile).containsExactly("meanwhile");
        assertThat(machine.state().notes()).containsExactly("meanwhile", "after the failure");
        assertThat(port.outcomes.get(1L).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.HANDLER_ERROR);
        assertThat(port.outcomes.get(1L).attempts()).isEqualTo(2);
    }

    @Test
    void doesAllOfATurnOrNothing() {
        deliver(message("m1", null, new TestAgent.SendUnregistered()), 0);
        pass(1_000);

        assertThat(machine.state().notes()).isEmpty();
        assertThat(port.sent).isEmpty();
        assertThat(port.outcomes.get(1L).failure()).isNotNull();
    }

    @Test
    void givesUpAtOnceWhatCannotBeReadOrHasExpired() {
        deliver(
                envelope(
                        "m1",
                        null,
                        new Payload("test.Note", "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        9_000),
                0);
        deliver(envelope("m2", null, new Payload("test.Nothing", new byte[0]), 9_000), 0);
        deliver(envelope("m3", null, types.encode(new TestAgent.Note("late")), 5), 10);

        assertThat(port.outcomes.values())
                .extracting(outcome ->
                        outcome.failure() == null ? null : outcome.failure().kind())
                .containsExactly(Failure.Kind.UNREADABLE, Failure.Kind.UNHANDLED, Failure.Kind.EXPIRED);
    }

    @Test
    void turnsTheFirstAnswerIntoATurnAndIgnoresTheSecond() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        String request = port.sent.get(0).id();

        deliver(answer(request, new TestAgent.Reply("first")), 1);
        deliver(answer(request, new TestAgent.Reply("second")), 2);
        pass(100_000);

        assertThat(machine.state().notes()).containsExactly("reply first");
    }

    @Test
    void turnsATimeOutOrADeadRequestIntoAFailure() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        pass(5_000);
        deliver(message("m2", null, new TestAgent.AskB()), 5_000);
        var dead = Failure.of(Failure.Kind.UNAVAILABLE, "nobody");
        machine.onSent(port.sent.get(1), Outcome.deadLettered(0, dead));
        pass(5_001);

        assertThat(machine.state().notes()).containsExactly("failed TIMEOUT", "failed UNAVAILABLE");
    }

    @Test
    void takesNoOtherMessageWhileAStageIsAwaited() {
        deliver(message("m1", null, new TestAgent.Wait()), 0);
        deliver(message("m2", null, new TestAgent.Note("next")), 0);
        var waiting = machine.state().notes();

        machine.onAwaited(machine.awaited().toCompletableFuture().getNow(null), new IllegalStateException("late"), 1);
        pass(1);

        assertThat(waiting).isEmpty();
        assertThat(machine.inTurn()).isFalse();
    }

    @Test
    void delaysAReminderAndIsNotIdleMeanwhile() {
        deliver(message("m1", null, new TestAgent.Remind()), 0);
        boolean idleBefore = machine.idle();
        pass(999);
        pass(1_000);

        assertThat(idleBefore).isFalse();
        assertThat(machine.state().notes()).containsExactly("reminded");
        assertThat(machine.idle()).isTrue();
    }

    @Test
    void takesNoTurnWhileTooMuchOfItsOwnIsUnsettled() {
        for (int number = 0; number < 4; number++) {
            deliver(message("m" + number, null, new TestAgent.AskB()), 0);
        }
        int stopped = port.sent.size();

        machine.onSent(port.sent.get(0), Outcome.processed(1, null));
        pass(1);

        assertThat(stopped).isEqualTo(3);
        assertThat(port.sent).hasSize(4);
    }

    @Test
    void answersSomebodyOutsideWithTheOutcomeAndAnAgentWithAMessage() {
        deliver(request("m1", AgentId.of(Mail.OUTSIDE, "node")), 0);
        deliver(request("m2", AgentId.of("other", "b")), 0);

        assertThat(port.outcomes.get(1L).answer()).isNotNull();
        assertThat(port.outcomes.get(2L).answer()).isNull();
        assertThat(port.sent).singleElement().satisfies(sent -> {
            assertThat(sent.kind()).isEqualTo(Envelope.Kind.ANSWER);
            assertThat(sent.correlationId()).isEqualTo("m2");
        });
    }

    private AgentMachine<TestAgent.State> newMachine(int outboxLimit) {
        var context = new TurnContext<>(TestAgent.TYPE.ref("a"), Clock.systemUTC(), Runnable::run);
        var limits = new AgentLimits(
                10,
                outboxLimit,
                30_000,
                10,
                8,
                60_000,
                new RetryPolicy(2, Duration.ofMillis(100), Duration.ofMillis(100)));
        return new AgentMachine<>(
                new AgentMachine.Identity(SELF, "node", 7),
                limits,
                TurnRunner.activate(TestAgent.definition(), types, context),
                port,
                new Random(1));
    }

    private void deliver(Envelope envelope, long now) {
        deliver(batch(envelope), now);
    }

    private void deliver(Batch<Envelope> batch, long now) {
        machine.onBatch(batch);
        pass(now);
    }

    private void pass(long now) {
        machine.onTime(now);
        while (machine.step(now) == AgentMachine.Step.RAN) {
            machine.report();
        }
        machine.report();
    }

    private Batch<Envelope> batch(Envelope envelope) {
        lastSeq++;
        return new Batch<>(STREAM, lastSeq, 1, lastSeq - 1, List.of(new Batch.Entry<>(lastSeq, envelope)));
    }

    private Envelope message(String id, @Nullable AgentId sender, Object message) {
        return envelope(id, sender, types.encode(message), Long.MAX_VALUE);
    }

    private Envelope request(String id, AgentId asker) {
        var envelope = message(id, null, new TestAgent.Read());
        return new Envelope(
                id, envelope.kind(), SELF, null, null, envelope.payload(), asker, null, null, Long.MAX_VALUE, Map.of());
    }

    private Envelope answer(String request, Object answer) {
        return new Envelope(
                request + "-answer",
                Envelope.Kind.ANSWER,
                SELF,
                AgentId.of("test", "b"),
                null,
                types.encode(answer),
                null,
                null,
                request,
                Long.MAX_VALUE,
                Map.of());
    }

    private static Envelope envelope(String id, @Nullable AgentId sender, Payload payload, long deadline) {
        return new Envelope(
                id, Envelope.Kind.MESSAGE, SELF, sender, null, payload, null, null, null, deadline, Map.of());
    }

    private static final class Recorder implements AgentPort {
        final List<Envelope> sent = new ArrayList<>();
        final List<Report.Settled<Outcome>> settled = new ArrayList<>();
        final Map<Long, Outcome> outcomes = new HashMap<>();

        @Override
        public void report(Report<Outcome> report) {
            settled.addAll(report.settled());
            report.settled().forEach(each -> outcomes.put(each.seq(), each.outcome()));
        }

        @Override
        public void send(Envelope envelope) {
            sent.add(envelope);
        }

        @Override
        public void deadLetter(Envelope envelope, int attempts, Failure failure) {}

        @Override
        public void published(PublishedEvent event) {}

        @Override
        public Collection<AgentId> subscribers(TopicId topic) {
            return List.of();
        }
    }

    static final class TestAgent extends Agent<TestAgent.Command, TestAgent.State> {
        static final AgentType<Command> TYPE = AgentType.of("test", Command.class);

        sealed interface Command {}

        record Note(String text) implements Command {}

        record Fail() implements Command {}

        record SendUnregistered() implements Command {}

        record AskB() implements Command {}

        record Wait() implements Command {}

        record Remind() implements Command {}

        record Read() implements Command, Request<Reply> {}

        record Reply(String text) {}

        record State(List<String> notes) {
            State with(String note) {
                List<String> more = new ArrayList<>(notes);
                more.add(note);
                return new State(more);
            }
        }

        private TestAgent(AgentContext<Command> context) {
            super(context);
        }

        static AgentDefinition<Command, State> definition() {
            return AgentDefinition.of(TYPE, State.class, TestAgent::new).withMessages(Reply.class);
        }

        @Override
        protected State emptyState() {
            return new State(List.of());
        }

        @Override
        protected Handlers<Command, State> handlers() {
            return newHandlersBuilder()
                    .onMessage(Note.class, (state, note) -> effects().persist(state.with(note.text())))
                    .onMessage(Fail.class, this::onFail)
                    .onMessage(SendUnregistered.class, this::onSendUnregistered)
                    .onMessage(
                            AskB.class, (state, ask) -> effects().ask(TYPE.ref("b"), new Read(), Duration.ofSeconds(5)))
                    .onMessage(Wait.class, (state, wait) -> await(new CompletableFuture<Effect<State>>()))
                    .onMessage(
                            Remind.class,
                            (state, remind) -> effects().schedule(Duration.ofSeconds(1), new Note("reminded")))
                    .onRequest(Read.class, this::onRead)
                    .onReply(
                            Read.class, (state, asked, reply) -> effects().persist(state.with("reply " + reply.text())))
                    .onFailure(
                            Read.class,
                            (state, asked, failure) -> effects().persist(state.with("failed " + failure.kind())))
                    .build();
        }

        private Effect<State> onFail(State state, Fail fail) {
            throw new IllegalStateException("as told");
        }

        private Effect<State> onSendUnregistered(State state, SendUnregistered message) {
            return effects().persist(state.with("never")).publish(TopicId.of("t", "s"), new Object());
        }

        private ReplyEffect<State, Reply> onRead(State state, Read read, ReplyTo<Reply> replyTo) {
            return effects().thenReply(new Reply("here"));
        }
    }
}
