package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void takesTheMiddleOfAnOddNumberOfFiguresAndTheMeanOfTheTwoOfAnEvenOne() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(1, 2.5, 4));
    }

    @Test
    void hasNoSpreadOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void takesThePercentileThatSoManyDoNotExceed() {
        var oneToTwoHundred =
                IntStream.rangeClosed(1, 200).mapToObj(Double::valueOf).toList();

        assertThat(Spread.percentile(oneToTwoHundred, 99)).isEqualTo(198);
        assertThat(Spread.percentile(oneToTwoHundred, 50)).isEqualTo(100);
        assertThat(Spread.percentile(List.of(7.0), 99)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.percentile(List.of(), 99));
    }

    @Test
    void dividesTheFiguresOfOneRound() {
        var result = result(Floor.ratioAtLeast(2), List.of(10.0, 20.0, 40.0), List.of(40.0, 40.0, 40.0));

        assertThat(result.ratio()).isEqualTo(new Spread(1, 2, 4));
        assertThat(result.held()).isTrue();
        assertThat(Table.line(result)).contains("20.0", "40.0", "1.00 - 2.00 - 4.00", ">= 2", "ok");
    }

    @Test
    void holdsEachKindOfFloorAgainstWhatItIsAbout() {
        assertThat(Floor.ratioAtLeast(0.5).holds(10, 4, 0.4)).isFalse();
        assertThat(Floor.ratioAtMost(1.2).holds(10, 12, 1.2)).isTrue();
        assertThat(Floor.extraAtMost(1_536).holds(1_500, 3_037, 2)).isFalse();
        assertThat(Floor.oursAtMost(1_000).holds(10, 999, 99.9)).isTrue();
        assertThat(Floor.NONE.holds(10, 1, 0.1)).isTrue();
    }

    @Test
    void saysWhatMissedItsFloorAndWhatFailed() {
        var missed = result(Floor.oursAtMost(1), List.of(1.0), List.of(2.0));
        var failed = Result.failed(scenario(Floor.NONE, List.of(), List.of()), new IllegalStateException("broken"));

        assertThat(Table.line(missed)).contains("ours <= 1").endsWith("missed");
        assertThat(Table.line(failed)).contains("failed", "broken");
        assertThat(failed.held()).isFalse();
    }

    @Test
    void measuresBothSidesInTurnsAndForgetsTheWarmUps() throws Exception {
        List<String> calls = new ArrayList<>();
        var scenario = new Scenario<List<String>>(
                "s", "", "x", Floor.NONE, all -> all.add("prepare"), all -> note(all, "base"), all -> note(all, "own"));

        var result = scenario.run(calls, 1, 2);

        assertThat(calls).containsExactly("prepare", "base", "own", "base", "own", "base", "own");
        assertThat(result.baseline()).containsExactly(4.0, 6.0);
        assertThat(result.ours()).containsExactly(5.0, 7.0);
    }

    private static double note(List<String> calls, String what) {
        calls.add(what);
        return calls.size();
    }

    private static Result result(Floor floor, List<Double> baseline, List<Double> ours) {
        return Result.of(scenario(floor, baseline, ours), baseline, ours);
    }

    private static Scenario<String> scenario(Floor floor, List<Double> baseline, List<Double> ours) {
        Iterator<Double> base = baseline.iterator();
        Iterator<Double> own = ours.iterator();
        return new Scenario<>("s", "about", "x", floor, none -> {}, none -> base.next(), none -> own.next());
    }
}
