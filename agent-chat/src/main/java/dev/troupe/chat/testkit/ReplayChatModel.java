package dev.troupe.chat.testkit;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.troupe.chat.model.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers by a script, in order, or as a real model has answered before. Thread-safe: answers are handed out
 * in the order in which requests begin. A stream comes in pieces on another thread, and ends when its handle is cancelled.
 */
public final class ReplayChatModel implements ChatModel, StreamingChatModel {
    static final String NAME = "replay";

    private final ReplySource source;
    private final ConcurrentLinkedQueue<ChatRequest> requests = new ConcurrentLinkedQueue<>();

    private ReplayChatModel(ReplySource source) {
        this.source = source;
    }

    /** Answers with {@code texts}, in order. */
    public static ReplayChatModel of(String... texts) {
        return of(Stream.of(texts).map(ModelReply::text).toArray(ModelReply[]::new));
    }

    /** Answers with {@code replies}, in order. A request after the last one fails and says so. */
    public static ReplayChatModel of(ModelReply... replies) {
        return builder().then(replies).build();
    }

    /**
     * Answers what {@link RecordingChatModel} has written: to the same messages, tools and format the same answer. The
     * same request several times gets its answers in the order of the file. A request that is not there, or has had all its
     * answers, fails and shows where it differs from the nearest one.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if a line is not what the recorder writes; names the line
     */
    public static ReplayChatModel fromFile(Path file) {
        return new ReplayChatModel(Recording.read(file));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Returns the requests so far, in the order in which they began; those that failed, too. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns this model as agents take it. */
    public Model model() {
        return new Model(NAME, NAME, this, Optional.of(this));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ModelReply reply = next(request);
        await(reply.delay());
        return reply.answer().apply(request);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ModelReply reply;
        try {
            reply = next(request);
        } catch (IllegalStateException e) {
            handler.onError(e);
            return;
        }
        var afterDelay = CompletableFuture.delayedExecutor(reply.delay().toNanos(), TimeUnit.NANOSECONDS);
        afterDelay.execute(() -> Pieces.stream(() -> reply.answer().apply(request), handler));
    }

    private ModelReply next(ChatRequest request) {
        requests.add(request);
        return source.next(request);
    }

    private static void await(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("replay: interrupted within a delay of " + delay, e);
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return ChatRequestParameters.builder().modelName(NAME).build();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return List.of();
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.values());
    }

    /** Scripts, looked at in the order in which they are given; the one without a condition comes last. */
    public static final class Builder {
        private final List<Scripts.Script> scripts = new ArrayList<>();
        private final List<ModelReply> replies = new ArrayList<>();
        private @Nullable ModelReply afterwards;

        private Builder() {}

        /** Adds answers to the script that takes the requests no other one takes. */
        public Builder then(ModelReply... next) {
            replies.addAll(Arrays.asList(next));
            return this;
        }

        public Builder then(String text) {
            return then(ModelReply.text(text));
        }

        /** Answers all requests that are left when no other script has an answer for them. */
        public Builder always(ModelReply reply) {
            afterwards = requireNonNull(reply, "reply");
            return this;
        }

        /** Adds a script of its own for an agent whose system message contains {@code part}. */
        public Builder forSystemMessage(String part, ModelReply... script) {
            requireNonNull(part, "part");
            return when(
                    "system messages with '" + part + "'",
                    request -> system(request).contains(part),
                    script);
        }

        private static String system(ChatRequest request) {
            return request.messages().stream()
                    .filter(SystemMessage.class::isInstance)
                    .map(message -> ((SystemMessage) message).text())
                    .reduce("", (one, other) -> one + "\n" + other);
        }

        /**
         * Adds a script of its own for the requests that {@code applies} accepts.
         *
         * @param name of the script, for errors
         */
        public Builder when(String name, Predicate<ChatRequest> applies, ModelReply... script) {
            scripts.add(new Scripts.Script(name, applies, List.of(script), null));
            return this;
        }

        public ReplayChatModel build() {
            var all = new ArrayList<>(scripts);
            if (scripts.isEmpty() || !replies.isEmpty() || afterwards != null) {
                all.add(new Scripts.Script("all requests", request -> true, replies, afterwards));
            }
            return new ReplayChatModel(new Scripts(all));
        }
    }
}
