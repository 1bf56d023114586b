package dev.troupe.chat.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** An answer in pieces, as models stream it: words of a text, fragments of arguments. */
final class Pieces {
    /** Behind the white space after a word. */
    private static final Pattern WORD_ENDS = Pattern.compile("(?<=\\s)(?=\\S)");

    private static final int ARGUMENT_CHARACTERS = 8;

    private Pieces() {}

    /** Tells {@code handler} what {@code answer} returns or throws. */
    static void stream(Supplier<ChatResponse> answer, StreamingChatResponseHandler handler) {
        var handle = new Handle();
        try {
            ChatResponse response = answer.get();
            String text = response.aiMessage().text();
            if (text != null) {
                texts(text, handler, handle);
            }
            List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
            for (int index = 0; index < calls.size() && !handle.cancelled; index++) {
                call(index, calls.get(index), handler, handle);
            }
            if (!handle.cancelled) {
                handler.onCompleteResponse(response);
            }
        } catch (RuntimeException e) {
            handler.onError(e);
        }
    }

    private static void texts(String text, StreamingChatResponseHandler handler, Handle handle) {
        for (String piece : words(text)) {
            if (handle.cancelled) {
                return;
            }
            handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(handle));
        }
    }

    private static void call(
            int index, ToolExecutionRequest call, StreamingChatResponseHandler handler, Handle handle) {
        for (String fragment : fragments(call.arguments())) {
            if (handle.cancelled) {
                return;
            }
            var piece = PartialToolCall.builder()
                    .index(index)
                    .id(call.id())
                    .name(call.name())
                    .partialArguments(fragment)
                    .build();
            handler.onPartialToolCall(piece, new PartialToolCallContext(handle));
        }
        handler.onCompleteToolCall(new CompleteToolCall(index, call));
    }

    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(WORD_ENDS.split(text));
    }

    static List<String> fragments(String arguments) {
        var fragments = new ArrayList<String>();
        for (int start = 0; start < arguments.length(); start += ARGUMENT_CHARACTERS) {
            fragments.add(arguments.substring(start, Math.min(arguments.length(), start + ARGUMENT_CHARACTERS)));
        }
        return fragments;
    }

    /** Ends the stream before its next piece. */
    private static final class Handle implements StreamingHandle {
        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
