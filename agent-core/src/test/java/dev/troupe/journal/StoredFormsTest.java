package dev.troupe.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredFormsTest {
    private static final AgentId AGENT = AgentId.of("talk", "acme");
    private static final int MESSAGE_BYTES = 200;
    private static final int TURNS = 500;

    @Test
    void readsTheStatesThatItStored() {
        var entries = conversation(TURNS);

        var read = read(store(entries), new StoredForms());

        assertThat(read).isEqualTo(entries);
    }

    @Test
    void storesWhatIsNewOfALongStateAndNotTheWhole() {
        var stored = store(conversation(TURNS));

        long bytes = stored.stream()
                .mapToLong(each -> JournalJson.write(each).length)
                .sum();

        assertThat(bytes).isLessThan(4L * TURNS * MESSAGE_BYTES);
        assertThat(stored.get(0)).isInstanceOf(TurnRecord.class);
        assertThat(stored.get(TURNS - 1)).isInstanceOf(ChangedTurn.class);
    }

    @Test
    void storesAWholeStateIfMostOfItIsNew() {
        var forms = new StoredForms();
        var one = turn(new StoredState(1, "\"" + "a".repeat(5_000) + "\""));
        var other = turn(new StoredState(1, "\"" + "b".repeat(5_000) + "\""));

        assertThat(List.of(forms.store(one), forms.store(other))).isEqualTo(List.of(one, other));
    }

    @Test
    void storesAWholeStateIfItsFormIsNew() {
        var forms = new StoredForms();
        var one = turn(new StoredState(1, "\"" + "a".repeat(5_000) + "\""));
        var other = turn(new StoredState(2, "\"" + "a".repeat(5_001) + "\""));

        assertThat(List.of(forms.store(one), forms.store(other))).isEqualTo(List.of(one, other));
    }

    @Test
    void goesOnBehindASnapshot() {
        var entries = conversation(TURNS);
        var stored = store(entries);
        var forms = new StoredForms();

        forms.restore(new AgentSnapshot(
                300, 0, state(entries.get(299)), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));

        assertThat(read(stored.subList(300, TURNS), forms)).isEqualTo(entries.subList(300, TURNS));
    }

    @Test
    void namesAMissingEntryInsteadOfReadingAnotherState() {
        var stored = new ArrayList<>(store(conversation(TURNS)));
        stored.remove(400);

        assertThatThrownBy(() -> read(stored, new StoredForms()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is an entry of the journal missing?");
    }

    /** Each turn adds a message to a list, and counts in another field. */
    private static List<JournalEntry> conversation(int turns) {
        return IntStream.rangeClosed(1, turns)
                .mapToObj(count -> {
                    String messages = IntStream.rangeClosed(1, count)
                            .mapToObj(number -> "\"" + "m".repeat(MESSAGE_BYTES) + number + "\"")
                            .collect(Collectors.joining(","));
                    String json = "{\"messages\":[" + messages + "],\"count\":" + count + "}";
                    return (JournalEntry) turn(new StoredState(1, json));
                })
                .toList();
    }

    private static TurnRecord turn(StoredState state) {
        var payload = new Payload("talk.Say", "{}".getBytes(StandardCharsets.UTF_8));
        var message =
                new Envelope("m", Envelope.Kind.MESSAGE, AGENT, null, null, payload, null, null, null, 10, Map.of());
        return new TurnRecord(1, message, null, 1, null, state, null, List.of(), List.of(), List.of(), List.of());
    }

    private static StoredState state(JournalEntry entry) {
        return ((TurnRecord) entry).state();
    }

    private static List<Object> store(List<JournalEntry> entries) {
        var forms = new StoredForms();
        return entries.stream().map(forms::store).toList();
    }

    /** All that is stored goes through its JSON. */
    private static List<JournalEntry> read(List<Object> stored, StoredForms forms) {
        List<JournalEntry> entries = new ArrayList<>();
        for (var each : stored) {
            try {
                entries.add(forms.read(JournalJson.read(JournalJson.form(each), JournalJson.write(each))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return entries;
    }
}
