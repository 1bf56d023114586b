package dev.troupe.samples.chat;

import dev.troupe.chat.ChatEvent.MemoryQueryEvent;
import dev.troupe.chat.ChatEvent.SelectSpeakerEvent;
import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.ToolCallExecutionEvent;
import dev.troupe.chat.ChatEvent.ToolCallRequestEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.ToolCallSummaryMessage;
import java.io.PrintWriter;

/**
 * Prints a conversation as it comes: who speaks, pieces of an answer as soon as they are there, and what tools are asked in a
 * line each. Used by one thread at a time.
 */
final class Transcript {
    /** Characters of a tool's arguments or result. */
    private static final int SHOWN = 160;

    private static final String USER = "user";

    private final PrintWriter out;
    private final StringBuilder pieces = new StringBuilder();

    Transcript(PrintWriter out) {
        this.out = out;
    }

    void show(ChatItem item) {
        if (item instanceof StreamingChunkEvent chunk) {
            onPiece(chunk);
        } else {
            String streamed = pieces.toString();
            pieces.setLength(0);
            if (streamed.isEmpty() || !completes(item, streamed)) {
                onWhole(item, !streamed.isEmpty());
            }
        }
        out.flush();
    }

    private void onPiece(StreamingChunkEvent chunk) {
        if (pieces.isEmpty()) {
            out.print(chunk.source() + ": ");
        }
        pieces.append(chunk.content());
        out.print(printable(chunk.content()));
    }

    /** The pieces are live, so that some may be missing. Then what was said comes again as a whole. */
    private boolean completes(ChatItem item, String streamed) {
        boolean made = item instanceof ThoughtEvent || item instanceof ChatMessage;
        if (!made || !item.toText().startsWith(streamed)) {
            return false;
        }
        out.println(printable(item.toText().substring(streamed.length())));
        return true;
    }

    private void onWhole(ChatItem item, boolean afterPieces) {
        if (afterPieces) {
            out.println();
        }
        if (item instanceof ToolCallRequestEvent request) {
            request.content().forEach(call -> line(item, "  -> " + call.name() + " " + brief(call.arguments())));
        } else if (item instanceof ToolCallExecutionEvent executed) {
            executed.content()
                    .forEach(result -> line(
                            item,
                            "  <- " + result.name() + (result.isError() ? " failed: " : ": ")
                                    + brief(result.content())));
        } else if (item instanceof SelectSpeakerEvent selected) {
            out.println("  next: " + selected.toText());
        } else if (item instanceof ThoughtEvent || item instanceof MemoryQueryEvent) {
            line(item, " (" + brief(item.toText()) + ")");
        } else if (!(item instanceof ToolCallSummaryMessage) && !item.source().equals(USER)) {
            line(item, ": " + item.toText());
        }
    }

    private void line(ChatItem item, String text) {
        out.println(item.source() + printable(text));
    }

    /** What a model says is not to move the cursor, or rename the window. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    /** Ends a line that is not complete. */
    void endLine() {
        if (!pieces.isEmpty()) {
            pieces.setLength(0);
            out.println();
            out.flush();
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
