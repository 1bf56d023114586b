package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import dev.troupe.message.TraceParent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class TurnLogTest {
    private static final Delivery DELIVERY = Delivery.local(new Envelope(
            "m1",
            Envelope.Kind.MESSAGE,
            AgentId.of("triage", "acme"),
            null,
            null,
            new Payload("x", new byte[0]),
            null,
            null,
            null,
            Long.MAX_VALUE,
            Map.of()));

    private final TurnLog log = new TurnLog(LoggerFactory.getLogger("troupe.agent.triage"));

    @Test
    void namesAgentMessageAndTraceWhileAHandlerRuns() {
        log.began();
        log.log(DELIVERY);

        assertThat(MDC.get("agent")).isEqualTo("triage/acme");
        assertThat(MDC.get("message")).isEqualTo("m1");
        assertThat(MDC.get("trace")).isEqualTo(TraceParent.root("m1").traceId());

        log.ended();
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void namesNothingInTheNextTurnBeforeThatLogs() {
        log.began();
        log.log(DELIVERY);
        log.ended();
        log.began();

        assertThat(MDC.get("message")).isNull();

        log.ended();
    }

    @Test
    void namesNothingOnOtherThreads() {
        log.began();

        String seen = CompletableFuture.supplyAsync(
                        () -> {
                            log.log(DELIVERY);
                            return String.valueOf(MDC.get("message"));
                        },
                        work -> new Thread(work).start())
                .join();

        assertThat(seen).isEqualTo("null");
        log.ended();
    }
}
