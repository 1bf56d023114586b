package dev.troupe.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedNamesTest {
    @Test
    void keepsTheFirstNamesApartAndPutsAllOthersTogether() {
        var names = new BoundedNames(2);

        assertThat(names.of("triage")).isEqualTo("triage");
        assertThat(names.of("audit")).isEqualTo("audit");
        assertThat(names.of("policy")).isEqualTo("other");
        assertThat(names.of("note")).isEqualTo("other");
        assertThat(names.of("triage")).isEqualTo("triage");
    }
}
