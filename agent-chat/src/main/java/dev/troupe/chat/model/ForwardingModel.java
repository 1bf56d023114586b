package dev.troupe.chat.model;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;

/** Asks another model; for those that do something besides. As thread-safe as that one. */
public abstract class ForwardingModel implements ChatModel, StreamingChatModel {
    private final Model real;

    protected ForwardingModel(Model real) {
        this.real = requireNonNull(real, "model");
    }

    /** Returns this as agents take it, with the name and provider of the other one; it streams if that does. */
    public final Model model() {
        return new Model(real.name(), real.provider(), this, real.streaming().map(streaming -> this));
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        return real.blocking().chat(request, options);
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        real.streaming()
                .orElseThrow(() -> new UnsupportedFeatureException(real.name() + ": does not stream"))
                .chat(request, options, handler);
    }

    @Override
    public final ChatRequestParameters defaultRequestParameters() {
        return real.blocking().defaultRequestParameters();
    }

    @Override
    public final List<ChatModelListener> listeners() {
        return real.blocking().listeners();
    }

    @Override
    public final ModelProvider provider() {
        return real.blocking().provider();
    }

    @Override
    public final Set<Capability> supportedCapabilities() {
        return real.blocking().supportedCapabilities();
    }
}
