package dev.troupe.engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.engine.TurnEnd;
import dev.troupe.message.TraceParent;
import org.junit.jupiter.api.Test;

/** What is told of messages that have ended, as of turns. */
class ExternalMachineEndsTest extends ExternalMachineFixture {
    private static final Failure NOBODY = Failure.of(Failure.Kind.UNAVAILABLE, "nobody");

    @Test
    void tellsOfWhatAWorkerHasDone() {
        deliver(message("m1"), request("m2", OUTSIDE));

        end(0, done());
        end(1, answered("2"));

        assertThat(port.ends).containsExactly(new Ended("m1", 1, TurnEnd.APPLIED), new Ended("m2", 1, TurnEnd.APPLIED));
        assertThat(port.sentAtEnd).as("answers that are sent to agents").isEmpty();
    }

    @Test
    void tellsOfEachAttemptThatAWorkerWentAwayWith() {
        deliver(message("m1"));

        end(0, lost(false));
        end(1, lost(true));
        end(2, lost(true));
        end(3, lost(true));

        assertThat(port.ends)
                .containsExactly(
                        new Ended("m1", 1, TurnEnd.FAILED),
                        new Ended("m1", 2, TurnEnd.FAILED),
                        new Ended("m1", 3, TurnEnd.GIVEN_UP));
    }

    @Test
    void tellsOfWhatNoWorkerTakesOrAnswers() {
        port.room = 2;
        deliver(0, message("m1"), request("m2", OUTSIDE, 20), message("m3", 10));

        end(0, new Handover.End.Refused(NOBODY));
        pass(20);

        assertThat(port.ends)
                .containsExactly(
                        new Ended("m1", 1, TurnEnd.GIVEN_UP),
                        new Ended("m3", 1, TurnEnd.EXPIRED),
                        new Ended("m2", 1, TurnEnd.GIVEN_UP));
    }

    @Test
    void tellsOfWhatIsCancelled() {
        port.room = 1;
        deliver(request("m1", OUTSIDE), request("m2", OUTSIDE));

        deliver(cancelOf("m2"), cancelOf("m1"));

        assertThat(port.ends)
                .containsExactly(new Ended("m2", 1, TurnEnd.CANCELLED), new Ended("m1", 1, TurnEnd.CANCELLED));
        assertThat(port.forgotten).hasSize(1);
    }

    @Test
    void answersAnAgentInTheTraceOfItsRequest() {
        port.traced = true;
        var request = request("m1", OTHER);
        deliver(request);

        end(0, answered("1"));

        assertThat(port.sent).isEqualTo(port.sentAtEnd);
        assertThat(port.sent)
                .singleElement()
                .satisfies(answer -> assertThat(TraceParent.of(answer)).isEqualTo(TraceParent.ofTurn(request)));
        assertThat(TraceParent.ofTurn(request).parent()).isEqualTo(TraceParent.span("m1", SELF));
    }

    @Test
    void answersWithoutATraceIfNobodyWantsOne() {
        deliver(request("m1", OTHER));

        end(0, answered("1"));

        assertThat(port.sent)
                .singleElement()
                .satisfies(answer -> assertThat(answer.headers()).isEmpty());
    }
}
