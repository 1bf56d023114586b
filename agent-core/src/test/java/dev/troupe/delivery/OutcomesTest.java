package dev.troupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    @Test
    void behavesLikeASortedMap() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var outcomes = new Outcomes<String>();
            var map = new TreeMap<Long, String>();
            long floor = 0;
            for (int step = 0; step < 200; step++) {
                long seq = floor + random.nextInt(40);
                if (random.nextInt(8) == 0) {
                    floor += random.nextInt(20);
                    outcomes.forgetBelow(floor);
                    map.headMap(floor).clear();
                } else {
                    assertThat(outcomes.add(seq, "o" + step)).isEqualTo(map.putIfAbsent(seq, "o" + step) == null);
                }
                for (long each = floor - 2; each < floor + 42; each++) {
                    assertThat(outcomes.get(each))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(map.get(each));
                }
            }
        }
    }
}
