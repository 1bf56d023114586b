package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import dev.troupe.delivery.Report;
import dev.troupe.engine.AgentRounds.Next;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AgentRoundsTest extends AgentMachineFixture {
    private final AgentRounds<TestAgent.State> rounds = new AgentRounds<>(machine, new SlowClock());

    @Test
    void givesEachTurnOfARoundItsOwnTime() {
        rounds.onBatch(batch(message("m1", null, new TestAgent.Note("in time"))));
        rounds.onBatch(batch(envelope("m2", null, types.encode(new TestAgent.Note("late")), SlowClock.STEP)));

        rounds.round();

        assertThat(machine.state().notes()).containsExactly("in time");
        assertThat(port.outcomes.get(2L).failure()).extracting(Failure::kind).isEqualTo(Failure.Kind.EXPIRED);
    }

    @Test
    void finishesOnlyTheOpenTurnWhenItMustStop() {
        rounds.onBatch(batch(message("m1", null, new TestAgent.WaitThenBreak())));
        var begun = rounds.round();

        var stop = rounds.stop();
        rounds.onBatch(batch(message("m2", null, new TestAgent.Note("too late"))));
        rounds.onAwaited(null, new IllegalStateException("as told"));
        var end = rounds.round();

        assertThat(begun).isEqualTo(Next.AWAIT);
        assertThat(stop).isEqualTo(Next.REST);
        assertThat(end).isEqualTo(Next.END);
        assertThat(machine.state().notes()).isEmpty();
    }

    @Test
    void refusesWhatArrivesOnceItMustEndInsteadOfKeepingSilent() {
        rounds.onBatch(batch(message("m1", null, new TestAgent.Wait())));
        rounds.round();
        rounds.stop();

        rounds.onBatch(batch(message("m2", null, new TestAgent.Note("too late"))));
        rounds.round();
        rounds.end();
        rounds.onBatch(batch(message("m3", null, new TestAgent.Note("far too late"))));

        assertThat(port.states)
                .containsExactly(Report.State.OPEN, Report.State.FULL, Report.State.RELEASED, Report.State.RELEASED);
    }

    @Test
    void endsAtOnceWithoutAnOpenTurn() {
        assertThat(rounds.stop()).isEqualTo(Next.END);
    }

    /** Goes on whenever somebody looks at it. */
    private static final class SlowClock extends Clock {
        static final long STEP = 100;

        private long now;

        @Override
        public Instant instant() {
            var instant = Instant.ofEpochMilli(now);
            now += STEP;
            return instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
