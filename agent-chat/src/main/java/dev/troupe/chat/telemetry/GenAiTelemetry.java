package dev.troupe.chat.telemetry;

import dev.troupe.chat.model.Model;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans and metrics by the conventions.
 *
 * @param remembered the parent of spans that start where none is current
 */
record GenAiTelemetry(Tracer tracer, Instruments instruments, boolean content, Context remembered)
        implements ChatTelemetry {

    static final ContextKey<String> CONVERSATION = ContextKey.named("troupe-conversation");

    private static final String SCOPE = "dev.troupe.chat";

    /** Reads a header that is all there is. */
    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String header) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable String header, String key) {
            return key.equals("traceparent") ? header : null;
        }
    };

    static GenAiTelemetry of(OpenTelemetry openTelemetry) {
        return new GenAiTelemetry(
                openTelemetry.getTracer(SCOPE), Instruments.of(openTelemetry.getMeter(SCOPE)), false, Context.root());
    }

    @Override
    public ChatTelemetry withContent(boolean with) {
        return new GenAiTelemetry(tracer, instruments, with, remembered);
    }

    @Override
    public ChatTelemetry here() {
        return new GenAiTelemetry(tracer, instruments, content, parent());
    }

    @Override
    public ChatTelemetry under(String traceparent) {
        return new GenAiTelemetry(
                tracer,
                instruments,
                content,
                W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, TRACEPARENT));
    }

    /** A span that is current is nearer than the one that was remembered. */
    Context parent() {
        var current = Context.current();
        return Span.fromContext(current).getSpanContext().isValid() ? current : remembered;
    }

    @Override
    public Model model(Model model) {
        String provider = GenAi.provider(model.provider());
        return new Model(
                model.name(),
                model.provider(),
                new TracedModel(model.blocking(), new ChatCalls(this, provider, model.name())),
                model.streaming()
                        .map(streaming ->
                                new TracedStreamingModel(streaming, new ChatCalls(this, provider, model.name()))));
    }

    @Override
    public <T> CompletionStage<T> invokeAgent(
            String name, String description, String conversation, Supplier<CompletionStage<T>> work) {
        SpanBuilder span = tracer.spanBuilder("invoke_agent " + name)
                .setAttribute(GenAi.OPERATION, "invoke_agent")
                .setAttribute(GenAi.AGENT_NAME, name)
                .setAttribute(GenAi.AGENT_DESCRIPTION, description)
                .setAttribute(GenAi.CONVERSATION, conversation);
        return within(span, parent().with(CONVERSATION, conversation), work);
    }

    @Override
    public <T> CompletionStage<T> executeTool(
            String name, String callId, String type, Supplier<CompletionStage<T>> work) {
        SpanBuilder span = tracer.spanBuilder("execute_tool " + name)
                .setAttribute(GenAi.OPERATION, "execute_tool")
                .setAttribute(GenAi.TOOL_NAME, name)
                .setAttribute(GenAi.TOOL_CALL_ID, callId)
                .setAttribute(GenAi.TOOL_TYPE, type);
        return within(span, parent(), work);
    }

    private <T> CompletionStage<T> within(SpanBuilder builder, Context parent, Supplier<CompletionStage<T>> work) {
        Span span = builder.setParent(parent).startSpan();
        CompletionStage<T> stage;
        try {
            stage = parent.with(span).wrapSupplier(work).get();
        } catch (RuntimeException e) {
            end(span, e);
            throw e;
        }
        return stage.whenComplete((value, failure) -> {
            if (failure == null) {
                span.end();
            } else {
                end(span, failure);
            }
        });
    }

    private void end(Span span, Throwable failure) {
        fail(span, failure);
        span.end();
    }

    /** The text of a failure may have a part of the conversation. */
    void fail(Span span, Throwable failure) {
        span.setAttribute(GenAi.ERROR, errorType(failure));
        String message = cause(failure).getMessage();
        if (content && message != null) {
            span.setStatus(StatusCode.ERROR, message);
        } else {
            span.setStatus(StatusCode.ERROR);
        }
    }

    static String errorType(Throwable failure) {
        return cause(failure).getClass().getName();
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
