package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import org.junit.jupiter.api.Test;

class AgentMachineTest extends AgentMachineFixture {
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
        machine.onSent(port.sent.get(1), Outcome.deadLettered(0, dead), 5_000);
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

        machine.onSent(port.sent.get(0), Outcome.processed(1, null), 0);
        pass(1);

        assertThat(stopped).isEqualTo(3);
        assertThat(port.sent).hasSize(4);
    }

    @Test
    void answersSomebodyOutsideWithTheOutcomeAndAnAgentWithAMessage() {
        deliver(request("m1", new TestAgent.Read(), AgentId.of(Outside.TYPE, "node"), Long.MAX_VALUE), 0);
        deliver(request("m2", new TestAgent.Read(), AgentId.of("other", "b"), Long.MAX_VALUE), 0);

        assertThat(port.outcomes.get(1L).answer()).isNotNull();
        assertThat(port.outcomes.get(2L).answer()).isNull();
        assertThat(port.sent).singleElement().satisfies(sent -> {
            assertThat(sent.kind()).isEqualTo(Envelope.Kind.ANSWER);
            assertThat(sent.correlationId()).isEqualTo("m2");
        });
    }
}
