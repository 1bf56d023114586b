package dev.troupe.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A baseline and ours, measured in turns in one run, so that both see the same machine.
 *
 * @param about one line for {@code --list}
 * @param prepare is called once, before the first round
 * @param <E> the nodes it runs on
 */
record Scenario<E>(
        String name, String about, String unit, Floor floor, Task<E> prepare, Side<E> baseline, Side<E> ours) {

    /** One side of a comparison. */
    interface Side<E> {
        /** Does the work once and returns its figure, for example messages per second. */
        double measure(E nodes) throws Exception;
    }

    /** Something to do. */
    interface Task<E> {
        void run(E nodes) throws Exception;
    }

    /** @param warmUps rounds that do not count */
    Result run(E nodes, int warmUps, int rounds) throws Exception {
        List<Double> base = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        prepare.run(nodes);
        for (int round = -warmUps; round < rounds; round++) {
            double baseFigure = baseline.measure(nodes);
            double ownFigure = ours.measure(nodes);
            if (round >= 0) {
                base.add(baseFigure);
                own.add(ownFigure);
            }
        }
        return Result.of(this, base, own);
    }
}
