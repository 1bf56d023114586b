package dev.troupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void behavesLikeASortedMapWithABoundary() {
        for (long seed = 0; seed < 300; seed++) {
            var pair = new Pair(new Random(seed));
            for (int step = 0; step < 200; step++) {
                pair.step();
                pair.compare("seed " + seed + ", step " + step);
            }
        }
    }

    @Test
    void keepsOneOldMessageWithoutGrowingWithWhatIsSettledAfterIt() {
        var window = new Window<String, String>();
        add(window, 1);
        window.send();
        for (long seq = 2; seq < 1_000_000; seq++) {
            add(window, seq);
            window.send();
            window.settle(seq);
        }

        assertThat(window.size()).isEqualTo(1);
        assertThat(window.first().seq()).isEqualTo(1);
        assertThat(window.capacity()).isLessThan(16);
    }

    private static void add(Window<String, String> window, long seq) {
        window.add(new Window.Item<>(new Batch.Entry<>(seq, "m" + seq), "owner", Long.MAX_VALUE, 0));
    }

    /** A window and the obvious way to do the same. */
    private static final class Pair {
        private final Random random;
        private final Window<String, String> window = new Window<>();
        private final TreeMap<Long, String> all = new TreeMap<>();
        private long lastSeq;
        /** Everything up to this one is sent. */
        private long sentUpTo;

        Pair(Random random) {
            this.random = random;
        }

        void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    add(window, ++lastSeq);
                    all.put(lastSeq, "m" + lastSeq);
                }
                case 2 -> {
                    if (window.hasWaiting()) {
                        sentUpTo = window.firstWaiting().seq();
                        window.send();
                    }
                }
                case 3, 4 -> {
                    long seq =
                            random.nextBoolean() && !all.isEmpty() ? all.firstKey() : random.nextInt((int) lastSeq + 2);
                    var settled = window.settle(seq);
                    assertThat(settled == null ? null : settled.entry.message()).isEqualTo(all.remove(seq));
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        long seq = random.nextInt((int) lastSeq + 2);
                        boolean some = !all.subMap(seq, false, Math.max(seq, sentUpTo), true)
                                .isEmpty();
                        assertThat(window.takeBack(seq)).isEqualTo(some);
                        sentUpTo = Math.min(sentUpTo, seq);
                    } else if (random.nextInt(4) == 0) {
                        window.visit((item, sent) -> item.seq() % 3 == 0);
                        all.keySet().removeIf(seq -> seq % 3 == 0);
                    }
                }
            }
        }

        void compare(String where) {
            assertThat(window.size()).as(where).isEqualTo(all.size());
            assertThat(window.hasSent())
                    .as(where)
                    .isEqualTo(!all.headMap(sentUpTo, true).isEmpty());
            assertThat(window.hasWaiting())
                    .as(where)
                    .isEqualTo(!all.tailMap(sentUpTo, false).isEmpty());
            if (window.hasWaiting()) {
                assertThat(window.firstWaiting().seq()).as(where).isEqualTo(all.higherKey(sentUpTo));
            }
            List<String> visited = new ArrayList<>();
            window.visit((item, sent) -> {
                assertThat(sent).as(where).isEqualTo(item.seq() <= sentUpTo);
                visited.add(item.entry.message());
                return false;
            });
            assertThat(visited).as(where).containsExactlyElementsOf(all.values());
        }
    }
}
