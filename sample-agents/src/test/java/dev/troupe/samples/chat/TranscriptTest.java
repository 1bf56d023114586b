package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Origin HELPER = Origin.of("m1", "helper", Instant.EPOCH);

    @Test
    void printsPiecesOnceAndNotAgainWithTheWholeMessage() {
        String shown = shown(chunk("Hel"), chunk("lo"), new TextMessage(HELPER, "Hello"));

        assertThat(shown).isEqualTo("helper: Hello\n");
    }

    @Test
    void addsTheEndThatNoPieceHasBrought() {
        String shown = shown(chunk("Hel"), new TextMessage(HELPER, "Hello"));

        assertThat(shown).isEqualTo("helper: Hello\n");
    }

    @Test
    void printsTheWholeMessageWhereAPieceIsMissing() {
        String shown = shown(chunk("lo"), new TextMessage(HELPER, "Hello"));

        assertThat(shown).isEqualTo("helper: lo\nhelper: Hello\n");
    }

    @Test
    void printsToolsInALineEach() {
        String shown = shown(
                chunk("Let me see"),
                new ThoughtEvent(HELPER, "Let me see"),
                new ToolCallRequestEvent(HELPER, List.of(new ToolCall("c1", "look", "{\"at\":\n \"Oslo\"}"))),
                new ToolCallExecutionEvent(HELPER, List.of(new ToolResult("c1", "look", "no\nmap", true))),
                new TextMessage(HELPER, "Nothing."));

        assertThat(shown).isEqualTo("""
                        helper: Let me see
                        helper  -> look {"at": "Oslo"}
                        helper  <- look failed: no map
                        helper: Nothing.
                        """);
    }

    @Test
    void repeatsNoTaskAndLetsNobodyMoveTheCursor() {
        String shown = shown(
                new TextMessage(Origin.of("u1", "user", Instant.EPOCH), "Go."), new TextMessage(HELPER, "a\u001b[2Jb"));

        assertThat(shown).isEqualTo("helper: a?[2Jb\n");
    }

    private static StreamingChunkEvent chunk(String text) {
        return new StreamingChunkEvent(HELPER, text, "m1");
    }

    private static String shown(ChatItem... items) {
        var written = new StringWriter();
        var transcript = new Transcript(new PrintWriter(written));
        List.of(items).forEach(transcript::show);
        return written.toString().replace(System.lineSeparator(), "\n");
    }
}
