package dev.troupe.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvitationTest {
    @Test
    void keepsTheNamesOfTenantsOutOfTheShellAndTheUri() {
        var lines = new Invitation("http://127.0.0.1:8080", "O'Neil & sons").lines(false);

        assertThat(lines)
                .anyMatch(line -> line.contains(
                        "'http://127.0.0.1:8080/v1/topics/triage_decision/" + "O%27Neil%20%26%20sons/events'"));
    }

    @Test
    void asksForASecondOpinionOnlyWhereThereIsOne() {
        var invitation = new Invitation("http://127.0.0.1:8080", "acme");

        assertThat(invitation.lines(false)).noneMatch(line -> line.contains("opinion"));
        assertThat(invitation.lines(true)).anyMatch(line -> line.contains("agents/opinion/acme/requests"));
    }
}
