package dev.troupe.node.trace;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.Delivery;
import dev.troupe.engine.StoredSends;
import dev.troupe.engine.TurnEnd;
import dev.troupe.engine.TurnListener;
import dev.troupe.message.Envelope;
import dev.troupe.message.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A span of OpenTelemetry for each turn, below that of the turn that sent its message. Another attempt at a message is no child of
 * the first but linked to it. Spans are made when turns end and leave in batches; what does not fit the queue is dropped.
 */
final class TurnSpans implements TurnListener, AutoCloseable {
    static final AttributeKey<String> AGENT = AttributeKey.stringKey("troupe.agent");
    static final AttributeKey<String> AGENT_TYPE = AttributeKey.stringKey("troupe.agent.type");
    static final AttributeKey<String> MESSAGE_TYPE = AttributeKey.stringKey("troupe.message.type");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> NODE = AttributeKey.stringKey("troupe.node");
    static final AttributeKey<String> END = AttributeKey.stringKey("troupe.end");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("troupe.attempt");

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long CLOSE_SECONDS = 5;
    private static final Set<TurnEnd> BAD = Set.of(TurnEnd.FAILED, TurnEnd.GIVEN_UP, TurnEnd.EXPIRED, TurnEnd.CUT_OFF);

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final GivenIds ids;
    private final String node;
    private final Clock clock;

    private TurnSpans(SdkTracerProvider provider, GivenIds ids, String node, Clock clock) {
        this.provider = provider;
        this.tracer = provider.get("dev.troupe");
        this.ids = ids;
        this.node = node;
        this.clock = clock;
    }

    /** Starts what sends them to where the settings say. */
    static TurnSpans start(OtlpSettings settings, String node) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.timeout())
                .build();
        return start(exporter, settings, node, Clock.systemUTC());
    }

    static TurnSpans start(SpanExporter exporter, OtlpSettings settings, String node, Clock clock) {
        var ids = new GivenIds();
        var batches = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(settings.queue())
                .setMaxExportBatchSize(Math.min(512, settings.queue()))
                .setScheduleDelay(settings.delay())
                .setExporterTimeout(settings.timeout())
                .build();
        var service = Attributes.of(
                AttributeKey.stringKey("service.name"), "troupe", AttributeKey.stringKey("service.instance.id"), node);
        var provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.getDefault().merge(Resource.create(service)))
                .addSpanProcessor(batches)
                .build();
        return new TurnSpans(provider, ids, node, clock);
    }

    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public boolean traced() {
        return true;
    }

    @Override
    public void ended(AgentId agent, Delivery delivery, TurnEnd how, List<Envelope> sent, long nanos) {
        var trace = TraceParent.of(delivery.envelope());
        if (StoredSends.isBucket(agent) || !flags(trace).isSampled()) {
            return;
        }
        var span = begin(agent, delivery, how, nanos);
        if (BAD.contains(how)) {
            span.setStatus(StatusCode.ERROR, how.name());
        }
        span.end(clock.millis(), TimeUnit.MILLISECONDS);
    }

    private Span begin(AgentId agent, Delivery delivery, TurnEnd how, long nanos) {
        var envelope = delivery.envelope();
        var trace = TraceParent.of(envelope);
        String own = TraceParent.span(envelope.id(), agent);
        boolean first = delivery.attempt() == 1 && !delivery.redelivered() && how != TurnEnd.REPEATED;
        var builder = tracer.spanBuilder("turn " + agent.type())
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(clock.millis() - nanos / NANOS_PER_MILLI, TimeUnit.MILLISECONDS)
                .setAttribute(AGENT, agent.toString())
                .setAttribute(AGENT_TYPE, agent.type())
                .setAttribute(MESSAGE_TYPE, envelope.payload().type())
                .setAttribute(MESSAGE_ID, envelope.id())
                .setAttribute(NODE, node)
                .setAttribute(END, how.name())
                .setAttribute(ATTEMPT, (long) delivery.attempt());
        if (!first) {
            builder.addLink(context(trace, own));
        }
        builder.setParent(
                first && !trace.isRoot()
                        ? Context.root().with(Span.wrap(context(trace, trace.parent())))
                        : Context.root());
        return ids.with(trace.traceId(), first ? own : null, builder::startSpan);
    }

    private static SpanContext context(TraceParent trace, String span) {
        return SpanContext.createFromRemoteParent(trace.traceId(), span, flags(trace), TraceState.getDefault());
    }

    private static TraceFlags flags(TraceParent trace) {
        return TraceFlags.fromHex(trace.flags(), 0);
    }

    /** Sends what waits now. */
    void flush() {
        provider.forceFlush().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
