package dev.troupe.node.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TraceTreeTest {
    private static String turn(String message, String parent, String to, String sent) {
        return "{'node':'n1:1','message':'%s','span':'s-%s','parent':%s,'sender':null,'recipient':'%s','type':'t','end':'APPLIED','at':'2026-01-01T00:00:00Z','micros':1500,'attempt':1,'sent':[%s]}"
                .formatted(message, message, parent, to, sent)
                .replace('\'', '"');
    }

    private static String print(String... turns) {
        var out = new StringWriter();
        TraceTree.of(Json.parse("[" + String.join(",", turns) + "]", JsonNode.class))
                .table()
                .print(new PrintWriter(out, true));
        return out.toString();
    }

    @Test
    void showsEachTurnBelowTheOneThatSentItsMessage() {
        String text =
                print(turn("m1", "null", "a/1", ""), turn("m2", "'s-m1'", "b/1", ""), turn("m3", "'s-m2'", "c/1", ""));

        assertThat(text).containsSubsequence("  outside -> a/1", "    outside -> b/1", "      outside -> c/1");
        assertThat(text).contains("1.5");
    }

    @Test
    void saysOfWhichMessagesNoTurnIsKnown() {
        String text = print(turn("m1", "null", "a/1", "{'message':'m2','recipient':'b/1','type':'t'}"));

        assertThat(text).containsSubsequence("no turn known", "  a/1 -> b/1");
    }

    @Test
    void showsATurnWhoseSenderIsNotKnownAtTheTop() {
        assertThat(print(turn("m2", "'lost'", "b/1", ""))).contains("outside -> b/1");
    }

    @Test
    void saysWhichTurnMayHaveBegunElsewhereBefore() {
        String turn = turn("m1", "null", "a/1", "").replace("\"attempt\":1", "\"attempt\":1,\"redelivered\":true");

        String text = print(turn);

        assertThat(text).contains("1, redelivered");
    }

    @Test
    void endsAtADepth() {
        var turns = new String[150];
        for (int depth = 0; depth < turns.length; depth++) {
            turns[depth] = turn("m" + depth, depth == 0 ? "null" : "'s-m" + (depth - 1) + "'", "a/1", "");
        }

        assertThat(print(turns)).contains("deeper than 100").doesNotContain("m102");
    }
}
