package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Turn.Settlement;
import dev.troupe.testkit.AgentTestKit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One agent on the thread of the test, turn by turn. */
class NotesAgentTest {
    private final AgentTestKit<NotesAgent.Command, NotesAgent.State> notes =
            AgentTestKit.of(NotesAgent.definition(), "ada");

    @Test
    void answersWithWhatItWasGivenOldestFirst() {
        notes.send(new NotesAgent.Add("buy milk"));
        notes.send(new NotesAgent.Add("call Bob"));

        var turn = notes.ask(new NotesAgent.Read());

        assertThat(turn.settlement())
                .contains(new Settlement.Replied(new NotesAgent.Notes(List.of("buy milk", "call Bob"))));
    }

    @Test
    void dropsTheOldestBeyondItsLimit() {
        for (int i = 0; i <= NotesAgent.KEPT; i++) {
            notes.send(new NotesAgent.Add("note " + i));
        }

        assertThat(notes.state().texts()).hasSize(NotesAgent.KEPT).startsWith("note 1");
    }
}
