package dev.troupe.chat.telemetry;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;

/** Starts the spans of requests to one model. */
record ChatCalls(GenAiTelemetry telemetry, String provider, String modelName) {

    /**
     * Starts the span of a request.
     *
     * @param defaults of the model, for what the request leaves open
     */
    ChatCall start(ChatRequest request, ChatRequestParameters defaults) {
        ChatRequestParameters parameters = defaults.overrideWith(request.parameters());
        String model = parameters.modelName() == null ? modelName : parameters.modelName();
        Context parent = telemetry.parent();
        var span = telemetry
                .tracer()
                .spanBuilder("chat " + model)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent)
                .setAttribute(GenAi.OPERATION, "chat")
                .setAttribute(GenAi.PROVIDER, provider)
                .setAttribute(GenAi.REQUEST_MODEL, model)
                .startSpan();
        describe(span, parameters);
        String conversation = parent.get(GenAiTelemetry.CONVERSATION);
        if (conversation != null) {
            span.setAttribute(GenAi.CONVERSATION, conversation);
        }
        if (telemetry.content()) {
            ContentJson.request(span, request.messages(), parameters.toolSpecifications());
        }
        return new ChatCall(telemetry, parent, span, provider, model);
    }

    private static void describe(Span span, ChatRequestParameters parameters) {
        if (parameters.temperature() != null) {
            span.setAttribute(GenAi.TEMPERATURE, parameters.temperature());
        }
        if (parameters.topP() != null) {
            span.setAttribute(GenAi.TOP_P, parameters.topP());
        }
        if (parameters.maxOutputTokens() != null) {
            span.setAttribute(GenAi.MAX_TOKENS, parameters.maxOutputTokens().longValue());
        }
    }
}
