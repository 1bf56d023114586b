package dev.troupe.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.AgentId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImmutabilityTest {
    enum Colour {
        RED
    }

    record Values(String text, int number, Long boxed, BigDecimal price, Colour colour, Instant at, Duration took) {}

    record Nested(Values values, Optional<AgentId> agent) {}

    record Tree(String name, Optional<Tree> left) {}

    sealed interface Shape permits Circle, Point {}

    record Circle(double radius) implements Shape {}

    record Point() implements Shape {}

    record Drawn(Shape shape) {}

    record WithList(List<String> texts) {}

    record WithDate(Date date) {}

    record WithTree(JsonNode json) {}

    record WithAnything(Object anything) {}

    record WithLists(Optional<List<String>> texts) {}

    record WithCode(Supplier<String> code) {}

    record Around(WithList list, Tree tree) {}

    static final class Bean {
        String text = "";
    }

    @ParameterizedTest
    @ValueSource(classes = {Values.class, Nested.class, Tree.class, Shape.class, Drawn.class, Point.class})
    void ofWhatCannotChange(Class<?> message) {
        assertThat(Immutability.isImmutable(message)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WithList.class,
                WithDate.class,
                WithTree.class,
                WithAnything.class,
                WithLists.class,
                WithCode.class,
                Around.class,
                Bean.class
            })
    void notOfWhatMayChange(Class<?> message) {
        assertThat(Immutability.isImmutable(message)).isFalse();
    }
}
