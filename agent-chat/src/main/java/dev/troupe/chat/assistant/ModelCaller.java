package dev.troupe.chat.assistant;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.Origin;
import dev.troupe.chat.model.Model;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a model within a turn: each is a step.
 *
 * @param streaming null if the answers come as a whole
 */
record ModelCaller(String agent, ChatModel model, @Nullable StreamingChatModel streaming) {
    /** @param streams whether pieces of the answers are shown */
    static ModelCaller of(String agent, Model model, boolean streams) {
        return new ModelCaller(
                agent, model.blocking(), streams ? model.streaming().orElse(null) : null);
    }

    /** @param answer where the message will come from that pieces of the answer are part of */
    CompletionStage<ModelAnswer> call(ChatRequest request, Step step, Origin answer, ChatContext context) {
        return context.step(step, ModelAnswer.class, key -> {
            try {
                return ModelAnswer.of(chat(request, answer, context), step.name());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(e);
            } catch (Exception e) { // the edge to a provider: say which one it was
                throw failed(e);
            }
        });
    }

    private ChatResponse chat(ChatRequest request, Origin answer, ChatContext context) throws Exception {
        return streaming == null ? model.chat(request) : AnswerStream.await(streaming, request, answer, context);
    }

    private ModelException failed(Exception failure) {
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new ModelException("model " + modelName() + " of " + agent + ": " + said, failure);
    }

    private String modelName() {
        ChatRequestParameters parameters =
                streaming == null ? model.defaultRequestParameters() : streaming.defaultRequestParameters();
        @Nullable String name = parameters == null ? null : parameters.modelName();
        Object used = streaming == null ? model : streaming;
        return name == null ? used.getClass().getSimpleName() : "'" + name + "'";
    }
}
