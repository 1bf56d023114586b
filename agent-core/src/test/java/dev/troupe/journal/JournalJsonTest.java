package dev.troupe.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Answer;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalJsonTest {
    private static final AgentId A = AgentId.of("triage", "acme/eu");
    private static final AgentId B = AgentId.of("audit", "acme");
    private static final StreamId STREAM = new StreamId("node:25520#1", 7);
    private static final Failure FAILURE = Failure.of(Failure.Kind.HANDLER_ERROR, "it threw");

    static Stream<Object> everything() {
        var message = envelope("m1", 3);
        var bare = new Envelope(
                "m2", Envelope.Kind.MESSAGE, A, null, null, text("{}"), null, null, null, Long.MAX_VALUE, Map.of());
        var place = new TurnRecord.Place(STREAM, 12, 9);
        return Stream.of(
                new TurnRecord(
                        1_000,
                        message,
                        place,
                        2,
                        null,
                        new StoredState(3, "{\"decided\":1}"),
                        Answer.of(text("{\"ok\":true}")),
                        List.of(envelope("s1", 4), envelope("s2", 5)),
                        List.of(new Reminder(5_000, bare)),
                        List.of("s2"),
                        List.of(2L)),
                new TurnRecord(1_001, bare, null, 5, FAILURE, null, null, List.of(), List.of(), List.of(), List.of()),
                new ChangedTurn(
                        new TurnRecord(
                                1_001, bare, null, 1, null, null, null, List.of(), List.of(), List.of(), List.of()),
                        3,
                        new Splice(10, 2, ",\"x\"]", -7)),
                new StartedRecord(999, "node:25520", 7),
                new StepRecord(1_001, "m1", "charge", "{\"paid\":1}"),
                new SettledRecord(1_002, List.of(4L, 5L)),
                new LeftRecord(1_003, message),
                message,
                new AgentSnapshot(
                        17,
                        5,
                        new StoredState(1, "{}"),
                        List.of(message),
                        List.of(message),
                        List.of(new Reminder(5_000, bare)),
                        List.of(new AgentSnapshot.Stream(
                                STREAM, 9, List.of(new Report.Settled<>(12, Outcome.processed(1, null))))),
                        List.of(new AgentSnapshot.Sender(B, 40, List.of(new AgentSnapshot.GivenUp(38, 5, FAILURE)))),
                        List.of(new StepRecord(1_001, "m1", "charge", null))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void readsWhatItWrote(Object stored) throws IOException {
        byte[] json = JournalJson.write(stored);

        assertThat(JournalJson.read(JournalJson.form(stored), json)).isEqualTo(stored);
    }

    @Test
    void keepsThePayloadsThatAreNoText() throws IOException {
        var bytes = new Payload("p.Bytes", new byte[] {0, -1, -2, 3});
        var entry = new LeftRecord(
                1, new Envelope("m", Envelope.Kind.MESSAGE, A, B, null, bytes, null, null, null, 1, Map.of()));

        assertThat(JournalJson.read("left.1", JournalJson.write(entry))).isEqualTo(entry);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void readsWhatEarlierVersionsHaveStored(Object stored) throws IOException {
        String name = JournalJson.form(stored)
                + (stored instanceof TurnRecord turn && turn.failure() != null ? "-failed" : "");

        byte[] golden = golden(name);

        assertThat(JournalJson.read(JournalJson.form(stored), golden)).isEqualTo(stored);
        assertThat(new String(JournalJson.write(stored), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8).strip());
    }

    @Test
    void ignoresWhatALaterVersionHasAdded() throws IOException {
        byte[] json = "{\"at\":1,\"settled\":[4],\"more\":{}}".getBytes(StandardCharsets.UTF_8);

        assertThat(JournalJson.read("settled.1", json)).isEqualTo(new SettledRecord(1, List.of(4L)));
    }

    @Test
    void namesAFormThatItDoesNotKnow() {
        assertThatThrownBy(() -> JournalJson.read("turn.2", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("turn.2")
                .hasMessageContaining("turn.1")
                .hasMessageContaining("newer");
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream file = JournalJsonTest.class.getResourceAsStream("/journal/" + name + ".json")) {
            assertThat(file).as("golden file %s", name).isNotNull();
            return file.readAllBytes();
        }
    }

    private static Envelope envelope(String id, long ordinal) {
        return new Envelope(
                        id,
                        Envelope.Kind.MESSAGE,
                        A,
                        B,
                        TopicId.of("documents", "acme"),
                        text("{\"text\":\"Grüße\"}"),
                        B,
                        A,
                        "c1",
                        60_000,
                        Map.of("traceparent", "00-1-2-01"))
                .withOrdinal(ordinal);
    }

    private static Payload text(String json) {
        return new Payload("triage.Document", json.getBytes(StandardCharsets.UTF_8));
    }
}
