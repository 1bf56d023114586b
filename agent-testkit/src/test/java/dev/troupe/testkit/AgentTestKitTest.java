package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.Turn.Out;
import dev.troupe.agent.Turn.Settlement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentTestKitTest {
    private final AgentTestKit<ProbeAgent.Command, ProbeAgent.State> probe =
            AgentTestKit.of(ProbeAgent.definition(), "acme");

    @Test
    void runsATurnAndKeepsItsState() {
        probe.send(new ProbeAgent.Note("one"));

        var turn = probe.ask(new ProbeAgent.Read());

        assertThat(turn.settlement()).contains(new Settlement.Replied(new ProbeAgent.Notes(List.of("one"))));
    }

    @Test
    void deliversTheAnswerOrTheFailureOfARequest() {
        var ask = new ProbeAgent.AskOther(AgentId.of("probe", "b"), 100);

        probe.send(ask);
        probe.answer(ProbeAgent.Read.class, new ProbeAgent.Notes(List.of("x")));
        probe.send(ask);
        probe.fail(ProbeAgent.Read.class, Failure.of(Failure.Kind.TIMEOUT, "late"));

        assertThat(probe.state().notes()).containsExactly("answered [x]", "failed TIMEOUT");
    }

    @Test
    void deliversRemindersWhenTheyAreDue() {
        probe.send(new ProbeAgent.Remind("reminded", 1_000));

        assertThat(probe.advance(Duration.ofMillis(999))).isEmpty();
        assertThat(probe.advance(Duration.ofMillis(1))).hasSize(1);
        assertThat(probe.state().notes()).containsExactly("reminded");
    }

    @Test
    void adaptsForeignEventsAndShowsWhatIsPublished() {
        probe.receive(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("x"));

        var turn = probe.send(new ProbeAgent.Announce("y"));

        assertThat(probe.state().notes()).containsExactly("heard x", "announced");
        assertThat(turn.out())
                .containsExactly(new Out.Publish(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("y")));
    }

    @Test
    void answersWhatATurnAwaitsAsTheTestSaysBefore() {
        var kit = AgentTestKit.of(RelayAgent.definition(), "a")
                .answerAwaited(RelayAgent.Pass.class, pass -> new RelayAgent.Passed(List.of("b")));
        var pass = new RelayAgent.Pass(List.of(new RelayAgent.Hop("b", RelayAgent.How.AWAIT)));

        var turn = kit.ask(pass);
        kit.answerAwaited(RelayAgent.Pass.class, asked -> {
            throw new AgentException(Failure.rejected("no"));
        });

        assertThat(turn.settlement()).contains(new Settlement.Replied(new RelayAgent.Passed(List.of("b", "a"))));
        assertThatThrownBy(() -> kit.ask(pass))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("no");
    }

    @Test
    void letsTheTestSeeWhatAHandlerThrows() {
        assertThatThrownBy(() -> probe.send(new ProbeAgent.FailFirst(1, "x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("attempt 1");
    }
}
