package dev.troupe.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTypesTest {
    record Note(String text) {}

    record Notes(List<String> texts) {}

    private final MessageTypes types = MessageTypes.of(
            List.of(AgentDefinition.of(AgentType.of("test", Note.class), Note.class, context -> {
                        throw new AssertionError("nobody activates it");
                    })
                    .withMessages(Notes.class)),
            100);

    @Test
    void readsOnceForAllWhatCannotChange() {
        var event = types.encode(new Note("a"));

        assertThat(types.decode(event)).isEqualTo(new Note("a")).isSameAs(types.decode(event));
    }

    @Test
    void readsForEachAgentWhatMayChange() {
        var event = types.encode(new Notes(List.of("a")));

        var first = (Notes) types.decode(event);
        var second = (Notes) types.decode(event);
        first.texts().add("only in the first");

        assertThat(second).isEqualTo(new Notes(List.of("a")));
    }

    @Test
    void doesNotHandOnTheObjectOfTheSender() {
        var sent = new Note("a");

        assertThat(types.decode(types.encode(sent))).isEqualTo(sent).isNotSameAs(sent);
    }

    @Test
    void saysEachTimeWhatItCannotRead() {
        var broken = new Payload("test.Note", "{".getBytes(StandardCharsets.UTF_8));

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> types.decode(broken))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("test.Note");
        }
    }
}
