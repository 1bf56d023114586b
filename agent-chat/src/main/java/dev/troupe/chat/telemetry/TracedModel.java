package dev.troupe.chat.telemetry;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Set;

/** A span for each request that holds its thread. */
record TracedModel(ChatModel model, ChatCalls calls) implements ChatModel {
    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ChatCall call = calls.start(request, model.defaultRequestParameters());
        try {
            ChatResponse answer = call.inside()
                    .wrapSupplier(() -> model.chat(request, options))
                    .get();
            call.end(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            call.fail(e);
            throw e;
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }
}
