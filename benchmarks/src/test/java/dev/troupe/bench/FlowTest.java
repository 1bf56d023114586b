package dev.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class FlowTest {

    @Test
    void hasNoMoreUnderWayThanItsLimit() throws Exception {
        Deque<Long> underWay = new ArrayDeque<>();

        double perSecond = Flow.perSecond(2, number -> number < 10, flow -> number -> {
            underWay.add(number);
            assertThat(underWay).hasSizeLessThanOrEqualTo(2);
            if (underWay.size() == 2) {
                underWay.clear();
                flow.leave();
                flow.leave();
            }
        });

        assertThat(perSecond).isPositive();
        assertThat(underWay).isEmpty();
    }

    @Test
    void saysWhatFailedFirst() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Flow.perSecond(1, number -> number < 3, flow -> number -> flow.fail("no. " + number)))
                .withMessage("no. 0");
    }
}
