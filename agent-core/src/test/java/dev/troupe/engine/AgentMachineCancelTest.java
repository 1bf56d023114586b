package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose asker no longer waits. */
class AgentMachineCancelTest extends AgentMachineFixture {
    private static final Outcome NEVER_BEGUN = Outcome.deadLettered(0, Failures.CANCELLED);
    private static final Outcome DONE = Outcome.processed(1, null);

    @Test
    void neverBeginsARequestThatIsCancelledWhileItWaits() {
        deliver(message("m1", null, new TestAgent.Wait()), 0);
        deliver(request("m2", new TestAgent.Hold()), 0);

        deliver(cancel("m2"), 1);
        machine.onAwaited(null, new IllegalStateException("the first attempt"), 2);
        pass(2);

        assertThat(port.outcomes).containsEntry(2L, NEVER_BEGUN).containsEntry(3L, DONE);
        assertThat(port.endsOfWaiting).containsExactly(TurnEnd.CANCELLED);
        assertThat(machine.inTurn()).isFalse();
        assertThat(port.deadLetters).isEmpty();
    }

    @Test
    void doesNotApplyATurnThatIsCancelledWhileItAwaits() {
        deliver(request("m1", new TestAgent.Hold()), 0);
        var awaited = machine.awaited().toCompletableFuture();
        deliver(message("m2", null, new TestAgent.Note("next")), 0);

        deliver(cancel("m1"), 1);
        var whileItEnds = machine.state().notes();
        machine.onAwaited(null, new CancellationException(), 2);
        pass(2);

        assertThat(awaited).isCancelled();
        assertThat(whileItEnds).isEmpty();
        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.deadLettered(1, Failures.CANCELLED));
        assertThat(machine.state().notes()).containsExactly("next");
        assertThat(machine.turns()).isEqualTo(1);
        assertThat(port.deadLetters).isEmpty();
    }

    @Test
    void doesNotApplyACancelledTurnEvenIfItsStageCompletes() {
        deliver(request("m1", new TestAgent.WaitThenBreak()), 0);

        machine.onBatch(batch(cancel("m1")));
        machine.onAwaited(machine.awaited().toCompletableFuture().join(), null, 1);
        pass(10_000);

        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.deadLettered(1, Failures.CANCELLED));
        assertThat(machine.turns()).isZero();
    }

    @Test
    void makesNoFurtherAttemptAtACancelledRequest() {
        deliver(request("m1", new TestAgent.Fail()), 0);
        deliver(message("m2", null, new TestAgent.Note("behind it")), 0);

        deliver(cancel("m1"), 1);
        pass(1_000);

        assertThat(port.outcomes.get(1L)).isEqualTo(Outcome.deadLettered(1, Failures.CANCELLED));
        assertThat(machine.state().notes()).containsExactly("behind it");
        assertThat(machine.idle()).isTrue();
    }

    @Test
    void goesOnWhenNothingWasBehindACancelledAttempt() {
        deliver(request("m1", new TestAgent.Fail()), 0);

        deliver(cancel("m1"), 1);
        pass(1_000);
        deliver(message("m2", null, new TestAgent.Note("later")), 1_001);

        assertThat(machine.state().notes()).containsExactly("later");
        assertThat(machine.idle()).isTrue();
    }

    @Test
    void ignoresTheCancellationOfWhatIsDoneOrUnknownOrNoRequest() {
        deliver(request("m1", new TestAgent.Read()), 0);
        deliver(message("m2", null, new TestAgent.Wait()), 0);
        deliver(message("m3", null, new TestAgent.Note("no request")), 0);

        deliver(cancel("m1"), 1);
        deliver(cancel("m2"), 1);
        deliver(cancel("m3"), 1);
        deliver(cancel("unknown"), 1);

        assertThat(port.outcomes.get(1L)).extracting(Outcome::failure).isNull();
        assertThat(machine.awaited()).isNotCompleted();
        assertThat(machine.waiting()).as("the open turn and the note").isEqualTo(2);
        assertThat(port.outcomes).containsEntry(4L, DONE).containsEntry(7L, DONE);
    }

    @Test
    void cancelsWhatItHasAskedAndHasNoAnswerToAndHearsOfItsEndOnce() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        deliver(message("m2", null, new TestAgent.AskB()), 0);
        var answered = port.sent.get(0);
        var open = port.sent.get(1);
        deliver(answer(answered.id(), new TestAgent.Reply("here")), 1);

        deliver(message("m3", null, new TestAgent.GiveUpB()), 2);
        var cancel = port.sent.get(2);
        machine.onSent(open, NEVER_BEGUN, 3);
        pass(3);
        deliver(message("m4", null, new TestAgent.GiveUpB()), 4);

        assertThat(port.sent).hasSize(3);
        assertThat(cancel.kind()).isEqualTo(Envelope.Kind.CANCEL);
        assertThat(cancel.recipient()).isEqualTo(open.recipient());
        assertThat(cancel.correlationId()).isEqualTo(open.id());
        assertThat(machine.state().notes()).containsExactly("reply here", "failed CANCELLED");
    }

    @Test
    void takesTheAnswerOfWhatEndedBeforeItWasCancelled() {
        deliver(message("m1", null, new TestAgent.AskB()), 0);
        deliver(message("m2", null, new TestAgent.GiveUpB()), 1);

        deliver(answer(port.sent.get(0).id(), new TestAgent.Reply("done already")), 2);
        machine.onSent(port.sent.get(0), DONE, 3);
        pass(100_000);

        assertThat(machine.state().notes()).containsExactly("reply done already");
    }

    @Test
    void hasAKindOfItsOwn() {
        assertThat(Failures.CANCELLED.kind()).isEqualTo(Failure.Kind.CANCELLED);
    }

    private Envelope request(String id, Object request) {
        return request(id, request, AgentId.of(Outside.TYPE, "node"), Long.MAX_VALUE);
    }

    private static Envelope cancel(String request) {
        return new Envelope(
                request + "-cancel",
                Envelope.Kind.CANCEL,
                SELF,
                null,
                null,
                new Payload("troupe.Cancel", new byte[0]),
                null,
                null,
                request,
                Long.MAX_VALUE,
                Map.of());
    }
}
