package dev.troupe.engine;

import dev.troupe.agent.Effect;
import dev.troupe.delivery.Batch;
import dev.troupe.message.Envelope;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes an {@link AgentMachine} through its life: how many turns in one go, what may still happen once it must end, and
 * that senders are told last. Pure; the shell calls {@link #round} after every event and does what it says.
 */
public final class AgentRounds<S> {

    /** What the shell has to do after a round. */
    public enum Next {
        /** Wait for the next event, or for {@link #nextTime}. */
        REST,
        /** Call {@link #goOn} after others had a chance. */
        GO_ON,
        /** Call {@link #onAwaited} when {@link AgentMachine#awaited} has completed. */
        AWAIT,
        /** The agent has ended: forget it, once what was already on its way has been refused by {@link #onBatch}. */
        END
    }

    private enum Phase {
        RUNNING,
        /** Finishes its open turn, takes nothing new. */
        STOPPING,
        /** Has said farewell; refuses what still arrives, so that no lane waits for an answer in vain. */
        ENDED
    }

    /** Turns in one go; then others on the same thread get a chance, and the lanes hear what is settled. */
    private static final int TURNS_PER_ROUND = 64;

    private final AgentMachine<S> machine;
    private final Clock clock;
    private Phase phase = Phase.RUNNING;
    private boolean goingOn;
    private boolean awaiting;

    public AgentRounds(AgentMachine<S> machine, Clock clock) {
        this.machine = machine;
        this.clock = clock;
    }

    /** A batch has arrived. An agent that must end refuses it: the lane sends it again, to its next life. */
    public void onBatch(Batch<Envelope> batch) {
        if (phase == Phase.RUNNING) {
            machine.onBatch(batch);
            return;
        }
        machine.refuse(batch);
        if (phase == Phase.ENDED) {
            machine.release();
        }
    }

    /** What {@link Next#AWAIT} asked for is here. */
    @SuppressWarnings("unchecked") // the machine's own stage made it
    public void onAwaited(@Nullable Object effect, @Nullable Throwable thrown) {
        awaiting = false;
        if (!machine.inTurn()) {
            return; // the turn was given up meanwhile: its effects must not hold here and in the next life
        }
        machine.onAwaited(
                (Effect<S>) effect,
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown,
                clock.millis());
    }

    /**
     * The open turn of a durable agent wants a step done. If the agent must end, the turn gives way instead: the next life
     * runs it again, with the results of the steps that are stored.
     */
    public Next onStep(StepRun run) {
        if (phase == Phase.STOPPING) {
            machine.giveWay(TurnEnd.YIELDED);
        }
        machine.steps().onStep(run, clock.millis());
        return phase == Phase.STOPPING && mayEnd() ? end() : Next.REST;
    }

    /** What {@link Next#GO_ON} asked for. */
    public Next goOn() {
        goingOn = false;
        return round();
    }

    /** Runs what can run now, and reports it. */
    public Next round() {
        if (phase == Phase.ENDED) {
            return Next.REST;
        }
        int steps = 0;
        var step = AgentMachine.Step.RAN;
        while (steps < TURNS_PER_ROUND && mayStep() && step == AgentMachine.Step.RAN) {
            step = machine.step(clock.millis()); // a turn takes time: each has its own
            steps++;
        }
        machine.report();
        if (phase == Phase.STOPPING && mayEnd()) {
            return end();
        }
        if (step == AgentMachine.Step.RAN && !goingOn && phase == Phase.RUNNING) {
            goingOn = true;
            return Next.GO_ON;
        }
        if (step == AgentMachine.Step.AWAITING && !awaiting) {
            awaiting = true;
            return Next.AWAIT;
        }
        return Next.REST;
    }

    /** The agent must end here. An open turn may finish: then call {@link #end} when its time is up. */
    public Next stop() {
        if (!machine.inTurn()) {
            machine.wrapUp(clock.millis());
        }
        if (mayEnd()) {
            return end();
        }
        phase = Phase.STOPPING;
        return Next.REST;
    }

    private boolean mayEnd() {
        return !machine.inTurn() && !machine.storing();
    }

    /** Ends the agent now, in the middle of a turn if need be: the senders send again what is not settled. */
    public Next end() {
        if (phase == Phase.ENDED) {
            return Next.REST;
        }
        phase = Phase.ENDED;
        machine.giveWay(TurnEnd.CUT_OFF);
        machine.release();
        return Next.END;
    }

    /** Returns when to call {@link AgentMachine#onTime}; never for an agent that only waits to be stored before it ends. */
    public long nextTime() {
        return mayStep() ? machine.nextTime() : Long.MAX_VALUE;
    }

    public boolean running() {
        return phase == Phase.RUNNING;
    }

    /** A stopping agent only finishes the turn that is open. */
    private boolean mayStep() {
        return phase == Phase.RUNNING || machine.inTurn();
    }
}
