package dev.troupe.engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.delivery.Report;
import dev.troupe.engine.Failures;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One external agent: what it hands over, what it settles, and what becomes of what its worker goes away with. */
class ExternalMachineTest extends ExternalMachineFixture {

    @Test
    void handsMessagesOverInOrder() {
        deliver(message("m1"), message("m2"));
        deliver(message("m3"));

        assertThat(port.ids()).containsExactly("m1", "m2", "m3");
        assertThat(port.handed).extracting(Handed::attempt).containsOnly(1);
    }

    @Test
    void settlesInTheOrderInWhichTheWorkerAnswers() {
        deliver(request("r1", OUTSIDE), request("r2", OUTSIDE), message("m3"));

        end(2, done());
        end(0, answered("1"));
        end(1, answered("2"));

        assertThat(port.settled).containsExactly(3L, 1L, 2L);
        assertThat(machine.idle()).isTrue();
    }

    @Test
    void handsOverAgainAsTheNextAttemptWhatAWorkerWentAwayWith() {
        deliver(request("r1", OUTSIDE));

        end(0, lost(true));
        end(1, answered("1"));

        assertThat(port.handed).extracting(Handed::attempt).containsExactly(1, 2);
        assertThat(port.outcome(1).attempts()).isEqualTo(2);
        assertThat(port.outcome(1).failure()).isNull();
    }

    @Test
    void handsOverAsTheSecondAttemptWhatAnEarlierActivationMayHaveHad() {
        deliverAgain(request("r1", OUTSIDE));
        deliver(request("r2", OUTSIDE));

        end(0, answered("1"));
        end(1, answered("2"));

        assertThat(port.handed).extracting(Handed::attempt).containsExactly(2, 1);
        assertThat(port.outcome(1).attempts()).isEqualTo(2);
        assertThat(port.outcome(2).attempts()).isEqualTo(1);
    }

    @Test
    void doesNotCountWhatAnEarlierActivationMayHaveTriedAmongTheAttemptsThatItHas() {
        deliverAgain(request("r1", OUTSIDE));

        IntStream.range(0, MAX_ATTEMPTS).forEach(index -> end(index, lost(true)));

        assertThat(port.handed).extracting(Handed::attempt).containsExactly(2, 3, 4);
        assertThat(port.outcome(1).failure())
                .isEqualTo(Failure.of(Failure.Kind.HANDLER_ERROR, "3 workers went away with it (does it end them?)"));
    }

    @Test
    void countsNoAttemptIfTheWorkerHadNotBegun() {
        deliver(message("m1"));

        IntStream.range(0, 2 * MAX_ATTEMPTS).forEach(index -> end(index, lost(false)));

        assertThat(port.handed).hasSize(1 + 2 * MAX_ATTEMPTS);
        assertThat(port.handed).extracting(Handed::attempt).containsOnly(1);
        assertThat(port.settled).isEmpty();
    }

    @Test
    void handsOverWhatWasLostBeforeWhatCameLater() {
        port.room = 3;
        deliver(message("m1"), message("m2"), message("m3"), message("m4"));

        port.room = 0;
        end(1, lost(false));
        end(2, lost(false));
        end(0, lost(false));
        port.room = 4;
        machine.onRoom(0);

        assertThat(port.ids()).containsExactly("m1", "m2", "m3", "m1", "m2", "m3", "m4");
    }

    @Test
    void givesUpWhenAsManyWorkersAsThereMayBeWentAwayWithIt() {
        deliver(request("r1", OUTSIDE));

        IntStream.range(0, MAX_ATTEMPTS).forEach(index -> end(index, lost(true)));

        assertThat(port.handed).hasSize(MAX_ATTEMPTS);
        assertThat(port.outcome(1).attempts()).isEqualTo(MAX_ATTEMPTS);
        assertThat(port.outcome(1).failure())
                .isEqualTo(Failure.of(Failure.Kind.HANDLER_ERROR, "3 workers went away with it (does it end them?)"));
    }

    @Test
    void givesUpWhatNoWorkerCanTake() {
        var failure = Failure.of(Failure.Kind.REJECTED, "too large");
        deliver(message("m1"));

        end(0, new Handover.End.Refused(failure));

        assertThat(port.outcome(1).failure()).isEqualTo(failure);
        assertThat(machine.idle()).isTrue();
    }

    @Test
    void endsWhatHasWaitedPastItsDeadline() {
        port.room = 0;
        deliver(message("m1", 100), message("m2", 300));

        long first = machine.nextTime();
        pass(100);

        assertThat(first).isEqualTo(100);
        assertThat(port.settled).containsExactly(1L);
        assertThat(port.outcome(1).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.EXPIRED);
        assertThat(port.forgotten).isEmpty();
        assertThat(machine.nextTime()).isEqualTo(300);
    }

    @Test
    void endsAndForgetsWhatItsWorkerHasNotAnsweredInTime() {
        deliver(request("r1", OUTSIDE, 100));

        pass(99);
        int before = port.settled.size();
        pass(100);
        end(0, answered("1"), 101);

        assertThat(before).isZero();
        assertThat(port.settled).containsExactly(1L);
        assertThat(port.outcome(1).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.TIMEOUT);
        assertThat(port.forgotten).containsExactly(port.handed.get(0).number());
        assertThat(machine.nextTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void doesNotHandOverAgainWhatIsLostAfterItsDeadline() {
        deliver(request("r1", OUTSIDE, 100));

        end(0, lost(true), 100);

        assertThat(port.handed).hasSize(1);
        assertThat(port.outcome(1).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.EXPIRED);
    }

    @Test
    void endsACancelledRequestThatWaits() {
        port.room = 1;
        deliver(request("r1", OUTSIDE), request("r2", OUTSIDE));

        deliver(cancelOf("r2"));
        port.room = 1;
        machine.onRoom(0);

        assertThat(port.ids()).containsExactly("r1");
        assertThat(port.outcome(2).failure()).isEqualTo(Failures.CANCELLED);
        assertThat(port.outcome(3).failure()).isNull();
        assertThat(port.forgotten).isEmpty();
    }

    @Test
    void endsAndForgetsACancelledRequestThatAWorkerHas() {
        deliver(request("r1", OUTSIDE), request("r2", OUTSIDE));

        deliver(cancelOf("r1"));
        end(0, answered("1"));

        assertThat(port.outcome(1).failure()).isEqualTo(Failures.CANCELLED);
        assertThat(port.forgotten).containsExactly(port.handed.get(0).number());
        assertThat(port.settled).containsExactlyInAnyOrder(1L, 3L);
        assertThat(machine.quiet()).isFalse();
    }

    @Test
    void ignoresACancellationOfARequestThatHasEnded() {
        deliver(request("r1", OUTSIDE));
        end(0, answered("1"));

        deliver(cancelOf("r1"));

        assertThat(port.settled).containsExactly(1L, 2L);
        assertThat(port.outcome(1).failure()).isNull();
    }

    @Test
    void takesAndHandsOverNothingOnceItStops() {
        port.room = 1;
        deliver(message("m1"), message("m2"));

        machine.stop();
        boolean quiet = machine.quiet();
        deliver(message("m3"));
        port.room = 9;
        machine.onRoom(0);
        end(0, done());

        assertThat(quiet).isFalse();
        assertThat(machine.quiet()).isTrue();
        assertThat(port.ids()).containsExactly("m1");
        assertThat(port.states).contains(Report.State.FULL);
        assertThat(port.settled).containsExactly(1L);
    }

    @Test
    void forgetsWhatAWorkerHasWhenItIsReleasedAndSettlesNoneOfIt() {
        deliver(message("m1"), message("m2"));
        port.states.clear();

        machine.release();

        assertThat(port.forgotten).hasSize(2);
        assertThat(port.states).containsExactly(Report.State.RELEASED);
        assertThat(port.settled).isEmpty();
    }

    @Test
    void waitsForRoomAndGoesOnInOrder() {
        port.room = 1;
        deliver(message("m1"), message("m2"), message("m3"));
        int before = port.handed.size();

        port.room = 1;
        machine.onRoom(0);
        int between = port.handed.size();
        port.room = 1;
        machine.onRoom(0);

        assertThat(before).isEqualTo(1);
        assertThat(between).isEqualTo(2);
        assertThat(port.ids()).containsExactly("m1", "m2", "m3");
    }

    @Test
    void asksForRoomOnceHoweverMuchWaits() {
        port.room = 0;
        deliver(message("m1"));

        port.room = 1; // it has not been told
        deliver(message("m2"));

        assertThat(port.handed).isEmpty();
    }

    @Test
    void takesNoMoreThanItsInboxHolds() {
        var batch = IntStream.rangeClosed(1, INBOX_LIMIT + 2)
                .mapToObj(number -> message("m" + number))
                .toArray(Envelope[]::new);

        deliver(batch);

        assertThat(port.handed).hasSize(INBOX_LIMIT);
        assertThat(port.states).containsExactly(Report.State.FULL);
    }

    @Test
    void sendsAnswersToAgentsAsMessagesOfTheirOwn() {
        deliver(request("r1", OTHER));

        end(0, answered("\"yes\""), 5);

        assertThat(port.outcome(1).answer()).isNull();
        assertThat(port.sent).hasSize(1);
        var answer = port.sent.get(0);
        assertThat(answer.kind()).isEqualTo(Envelope.Kind.ANSWER);
        assertThat(answer.recipient()).isEqualTo(OTHER);
        assertThat(answer.sender()).isEqualTo(SELF);
        assertThat(answer.correlationId()).isEqualTo("r1");
        assertThat(answer.payload()).isEqualTo(payload("\"yes\""));
    }

    @Test
    void sendsFailuresToAgentsAsTheFailureOfTheirRequest() {
        var failure = Failure.of(Failure.Kind.HANDLER_ERROR, "boom");
        deliver(request("r1", OTHER));

        end(0, new Handover.End.Done(Answer.of(failure)));

        assertThat(port.sent).hasSize(1);
        assertThat(port.sent.get(0).kind()).isEqualTo(Envelope.Kind.FAILURE);
        assertThat(Failures.decode(port.sent.get(0).payload())).isEqualTo(failure);
    }

    @Test
    void reportsAnswersToOutsideWithTheOutcome() {
        deliver(request("r1", OUTSIDE));

        end(0, answered("\"yes\""));

        assertThat(port.sent).isEmpty();
        assertThat(port.outcome(1).answer()).isEqualTo(Answer.of(payload("\"yes\"")));
    }

    @Test
    void tellsOnceAndOnlyPastAnEmptyQueue() {
        boolean told = machine.onTell(message("t1"));
        port.room = 0;
        deliver(message("m1"));
        port.room = 1;
        boolean toldPastAnother = machine.onTell(message("t2"));
        end(0, lost(true));

        assertThat(told).isTrue();
        assertThat(toldPastAnother).isFalse();
        assertThat(port.ids()).containsExactly("t1");
        assertThat(port.settled).isEmpty();
    }
}
