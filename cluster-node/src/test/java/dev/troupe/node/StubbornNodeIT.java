package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask a running node, against one that takes its time or does not say all. */
class StubbornNodeIT {
    private static final String PROCESSED = "{\"messageId\":\"m-1\",\"outcome\":\"PROCESSED\",\"receipts\":[]}";
    private static final Duration LONGER_THAN_THE_WAIT = Duration.ofSeconds(3);
    private static final Duration NEVER = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(strings = {"send", "publish"})
    void waitsForTheEndOfAMessageAsLongAsTheNodeDoes(String command) throws Exception {
        try (var node = StubNode.answering(LONGER_THAN_THE_WAIT, PROCESSED)) {
            var ran = NotesCluster.execute(
                    List.of(command, "notes/a", "notes.Add", "{}", "--settled", "--wait", "1", "--node", node.uri()));

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.text()).contains("message  m-1", "outcome  PROCESSED");
        }
    }

    @Test
    void saysHowToSendAgainWhatMayHaveArrived() throws Exception {
        try (var node = StubNode.answering(NEVER)) {
            var send = List.of("send", "notes/a", "notes.Add", "{}", "--wait", "1", "--node", node.uri());

            var without = NotesCluster.execute(send);
            var with = NotesCluster.execute(and(send, "--idempotency-key", "k"));

            assertThat(without.code()).isEqualTo(1);
            assertThat(without.err())
                    .startsWith("troupe: no answer from " + node.uri() + "/ within 1 s (wait longer with --wait)")
                    .contains("it may have arrived", "--idempotency-key");
            assertThat(with.code()).isEqualTo(1);
            assertThat(with.err()).contains("it may have arrived", "under the same --idempotency-key 'k'");
        }
    }

    @Test
    void saysWhichNodesDidNotPurge() throws Exception {
        String first = "{\"purged\":1000,\"missing\":[\"b:1\"],\"next\":\"x\"}";
        String last = "{\"purged\":1,\"missing\":[\"b:1\",\"c:1\"]}";
        try (var node = StubNode.answering(
                Duration.ZERO, first, last, "{\"purged\":1,\"missing\":[\"b:1\"]}", "{\"purged\":1}")) {
            var purge = List.of("dead-letters", "purge", "--all", "--yes", "--node", node.uri());

            var people = NotesCluster.execute(purge);
            var program = NotesCluster.execute(and(purge, "--json"));
            var complete = NotesCluster.execute(purge);

            assertThat(people.code()).isEqualTo(1);
            assertThat(people.text()).isEqualTo("purged: 1001");
            assertThat(people.err()).isEqualTo("troupe: did not answer in time: b:1, c:1");
            assertThat(program.code()).isEqualTo(1);
            assertThat(Json.parse(program.text(), JsonNode.class)).hasToString("{\"purged\":1,\"missing\":[\"b:1\"]}");
            assertThat(complete.code()).as(complete.err()).isZero();
            assertThat(complete.err()).isEmpty();
        }
    }

    private static List<String> and(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all;
    }
}
