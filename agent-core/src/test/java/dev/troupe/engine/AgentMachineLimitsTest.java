package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deadlines, patience and errors: what happens when something does not come, or comes too late. */
class AgentMachineLimitsTest extends AgentMachineFixture {
    private static final int PATIENCE = 30_000;
    private static final int REMINDERS_LIMIT = 10;

    @Test
    void goesOnWhenItsPatienceWithAFullOutboxIsOverAndGivesUpWhatDoesNotFit() {
        fillOutbox();
        deliver(message("m4", null, new TestAgent.AskB()), 1);
        int before = port.sent.size();

        assertThat(machine.nextTime()).isLessThanOrEqualTo(PATIENCE);
        pass(PATIENCE);

        assertThat(before).isEqualTo(3);
        assertThat(port.sent).hasSize(3);
        assertThat(port.deadLetters).extracting(Failure::kind).containsExactly(Failure.Kind.OVERLOADED);
        assertThat(machine.state().notes()).contains("failed OVERLOADED");
    }

    @Test
    void failsATurnThatWantsMoreRemindersThanThereMayBe() {
        for (int number = 1; number <= REMINDERS_LIMIT; number++) {
            deliver(message("m" + number, null, new TestAgent.Remind()), 0);
        }
        deliver(message("one too many", null, new TestAgent.Remind()), 0);
        pass(500); // the second attempt; the reminders come later

        var last = port.outcomes.get(REMINDERS_LIMIT + 1L).failure();
        assertThat(port.outcomes.get((long) REMINDERS_LIMIT).failure()).isNull();
        assertThat(last).extracting(Failure::kind).isEqualTo(Failure.Kind.HANDLER_ERROR);
        assertThat(last).extracting(Failure::message).asString().contains("troupe.agents.reminders-limit");
    }

    @Test
    void wantsNoWakeUpForAFullOutboxWhenNothingCouldRunAnyway() {
        fillOutbox();
        pass(PATIENCE);
        deliver(message("m4", AgentId.of("other", "bad"), new TestAgent.Fail()), PATIENCE);
        deliver(message("m5", AgentId.of("other", "bad"), new TestAgent.Note("behind it")), PATIENCE);

        assertThat(machine.nextTime()).as("the next attempt").isGreaterThan(PATIENCE);
    }

    @Test
    void wantsNoWakeUpForAFullOutboxWhileAStageIsAwaited() {
        fillOutbox();
        pass(PATIENCE);
        deliver(message("m4", null, new TestAgent.Wait()), PATIENCE);
        deliver(message("m5", null, new TestAgent.Note("behind it")), PATIENCE);

        assertThat(machine.nextTime()).isGreaterThan(PATIENCE);
    }

    @Test
    void treatsAnErrorAfterAnAwaitedStageAsAFailedAttempt() {
        deliver(message("m1", null, new TestAgent.WaitThenBreak()), 0);
        completeAwaited(1);
        pass(1_000);
        completeAwaited(1_001);

        assertThat(port.outcomes.get(1L).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.HANDLER_ERROR);
        assertThat(port.outcomes.get(1L).attempts()).isEqualTo(2);
        assertThat(machine.state().notes()).isEmpty();
    }

    @Test
    void countsNoAttemptForAMessageThatExpiredBeforeItsTurn() {
        deliver(expiring("m1", 5), 10);

        assertThat(port.outcomes.get(1L))
                .isEqualTo(Outcome.deadLettered(0, port.outcomes.get(1L).failure()));
    }

    @Test
    void expiresWhatWaitsBehindALongTurnAtItsDeadline() {
        deliver(message("m1", null, new TestAgent.Wait()), 0);
        deliver(expiring("m2", 5_000), 0);
        long wakeUp = machine.nextTime();
        pass(wakeUp);

        assertThat(wakeUp).isEqualTo(5_000);
        assertThat(port.outcomes.get(2L).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.EXPIRED);
        assertThat(port.endsOfWaiting).containsExactly(TurnEnd.EXPIRED);
        assertThat(machine.inTurn()).as("the long turn goes on").isTrue();
        assertThat(machine.nextTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksNoLongerThanItsOwnAskerWaits() {
        deliver(request("m1", new TestAgent.Relay(), 7_000), 1_000);
        pass(7_000);

        assertThat(port.sent).singleElement().extracting(Envelope::deadline).isEqualTo(7_000L);
        assertThat(machine.state().notes()).containsExactly("failed TIMEOUT");
    }

    @Test
    void passesOnToARequestWhoWaitsForTheReplyItDefersAndShowsThatToNobody() {
        var headers = Map.of(Waiting.HEADER, "[\"other/asker\"]", "tenant", "acme");
        var request = request("m1", new TestAgent.Relay(), 7_000).withHeaders(headers);

        deliver(request, 1_000);

        assertThat(port.sent).singleElement().extracting(Envelope::headers).isEqualTo(headers);
        assertThat(Delivery.local(request).info().headers()).isEqualTo(Map.of("tenant", "acme"));
    }

    @Test
    void tellsTheHandlerOfARequestWhoseRefusalCameTooLate() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        var refusal = Failures.encode(Failure.of(Failure.Kind.REJECTED, "no"));
        deliver(
                new Envelope(
                        "r",
                        Envelope.Kind.FAILURE,
                        SELF,
                        null,
                        null,
                        refusal,
                        null,
                        null,
                        port.sent.get(0).id(),
                        5,
                        Map.of()),
                10);

        assertThat(machine.state().notes()).containsExactly("failed EXPIRED");
    }

    @Test
    void takesATimeThatNoClockReachesForNever() {
        deliver(message("m1", null, new TestAgent.Forever()), 1_000_000);

        assertThat(machine.nextTime()).isGreaterThan(Long.MAX_VALUE / 2);
        assertThat(port.sent).extracting(Envelope::deadline).allMatch(deadline -> deadline > Long.MAX_VALUE / 2);
    }

    private void fillOutbox() {
        for (int number = 1; number <= 3; number++) {
            deliver(message("m" + number, null, new TestAgent.TellB()), 0);
        }
    }

    private Envelope expiring(String id, long deadline) {
        return envelope(id, null, types.encode(new TestAgent.Note(id)), deadline);
    }

    private Envelope request(String id, Object request, long deadline) {
        return request(id, request, AgentId.of("other", "asker"), deadline);
    }

    private void completeAwaited(long now) {
        machine.onAwaited(machine.awaited().toCompletableFuture().join(), null, now);
        pass(now);
    }
}
