package dev.troupe.chat.testkit;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers in order, from the first script that is for the request. */
final class Scripts implements ReplySource {
    private static final int SHOWN = 200;

    private final List<Script> scripts;

    Scripts(List<Script> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    @Override
    public ModelReply next(ChatRequest request) {
        return scripts.stream()
                .filter(script -> script.applies.test(request))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("replay: no script for the request (expected: one for "
                        + scripts.stream().map(script -> script.name).collect(Collectors.joining(", ")) + "); "
                        + lastUserText(request)))
                .next(request);
    }

    private static String lastUserText(ChatRequest request) {
        Optional<UserMessage> last = UserMessage.findLast(request.messages());
        if (last.isEmpty()) {
            return "no user has said anything";
        }
        String text = last.get().hasSingleText()
                ? last.get().singleText()
                : last.get().contents().toString();
        return "last user text: '" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
    }

    /** The answers to some requests. */
    static final class Script {
        private final String name;
        private final Predicate<ChatRequest> applies;
        private final List<ModelReply> replies;
        private final @Nullable ModelReply afterwards;
        private final AtomicInteger taken = new AtomicInteger();

        Script(String name, Predicate<ChatRequest> applies, List<ModelReply> replies, @Nullable ModelReply afterwards) {
            this.name = name;
            this.applies = applies;
            this.replies = List.copyOf(replies);
            this.afterwards = afterwards;
        }

        private ModelReply next(ChatRequest request) {
            int index = taken.getAndIncrement();
            if (index < replies.size()) {
                return replies.get(index);
            }
            if (afterwards != null) {
                return afterwards;
            }
            throw new IllegalStateException("replay: request " + (index + 1) + " to the script for " + name
                    + " (expected: at most " + replies.size() + ", one for each of its answers); "
                    + lastUserText(request));
        }
    }
}
