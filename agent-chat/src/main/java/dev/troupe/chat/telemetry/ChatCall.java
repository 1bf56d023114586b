package dev.troupe.chat.telemetry;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request to a model, from its start to its end, which comes once. */
final class ChatCall {
    private final GenAiTelemetry telemetry;
    private final Context parent;
    private final Span span;
    private final Attributes dimensions;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    ChatCall(GenAiTelemetry telemetry, Context parent, Span span, String provider, String model) {
        this.telemetry = telemetry;
        this.parent = parent;
        this.span = span;
        this.dimensions = Attributes.of(GenAi.OPERATION, "chat", GenAi.PROVIDER, provider, GenAi.REQUEST_MODEL, model);
    }

    /** Returns the context of what the request itself does. */
    Context inside() {
        return parent.with(span);
    }

    /** Returns the context of what goes on after the request. */
    Context outside() {
        return parent;
    }

    void piece() {
        if (begun.compareAndSet(false, true)) {
            telemetry.instruments().firstChunk().record(secondsSinceStart(), dimensions, inside());
        }
    }

    void end(ChatResponse answer) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Attributes answered = dimensions;
        String model = answer.modelName();
        if (model != null) {
            span.setAttribute(GenAi.RESPONSE_MODEL, model);
            answered = dimensions.toBuilder().put(GenAi.RESPONSE_MODEL, model).build();
        }
        if (answer.id() != null) {
            span.setAttribute(GenAi.RESPONSE_ID, answer.id());
        }
        if (answer.finishReason() != null) {
            span.setAttribute(GenAi.FINISH_REASONS, List.of(word(answer.finishReason())));
        }
        count(answer.tokenUsage(), answered);
        if (telemetry.content()) {
            ContentJson.answer(span, answer.aiMessage(), word(answer.finishReason()));
        }
        finish(answered);
    }

    static String word(@Nullable FinishReason reason) {
        if (reason == null) {
            return "stop";
        }
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_call";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
        };
    }

    private void count(@Nullable TokenUsage usage, Attributes answered) {
        if (usage == null) {
            return;
        }
        count(usage.inputTokenCount(), GenAi.INPUT_TOKENS, "input", answered);
        count(usage.outputTokenCount(), GenAi.OUTPUT_TOKENS, "output", answered);
        UsageDetails.describe(span, usage);
    }

    private void count(@Nullable Integer tokens, AttributeKey<Long> key, String type, Attributes answered) {
        if (tokens == null) {
            return;
        }
        span.setAttribute(key, tokens.longValue());
        Attributes counted = answered.toBuilder().put(GenAi.TOKEN_TYPE, type).build();
        telemetry.instruments().tokens().record(tokens, counted, inside());
    }

    void fail(Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        telemetry.fail(span, failure);
        finish(dimensions.toBuilder()
                .put(GenAi.ERROR, GenAiTelemetry.errorType(failure))
                .build());
    }

    void cancel() {
        fail(new CancellationException("the stream was cancelled"));
    }

    private void finish(Attributes attributes) {
        telemetry.instruments().duration().record(secondsSinceStart(), attributes, inside());
        span.end();
    }

    private double secondsSinceStart() {
        return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
