package dev.troupe.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    @Test
    void writesAnObjectALineWithTheIds() throws Exception {
        var context = new LoggerContext();
        var mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Main.class.getResource("/" + Main.logging("json")));
        var logger = context.getLogger("troupe.agent.triage");
        var appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("err");
        mdc.put("agent", "triage/acme");
        mdc.put("message", "m1");
        mdc.put("trace", "4bf92f3577b34da6a3ce929d0e0e4736");

        var event = new LoggingEvent(
                "fqcn", logger, Level.WARN, "two\nlines {}", new IllegalStateException("why"), new Object[] {7});
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
        var json = Json.parse(line, JsonNode.class);

        assertThat(line.strip()).doesNotContain("\n");
        assertThat(json.path("timestamp").asLong()).isPositive();
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asText()).isEqualTo("troupe.agent.triage");
        assertThat(json.path("threadName").asText()).isNotEmpty();
        assertThat(json.path("formattedMessage").asText()).isEqualTo("two\nlines 7");
        assertThat(json.path("mdc").path("agent").asText()).isEqualTo("triage/acme");
        assertThat(json.path("mdc").path("message").asText()).isEqualTo("m1");
        assertThat(json.path("mdc").path("trace").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("why");
    }

    @Test
    void isTextUnlessJsonIsAskedFor() {
        assertThat(Main.logging(null)).isEqualTo("troupe-logback.xml");
        assertThat(Main.logging("text")).isEqualTo("troupe-logback.xml");
        assertThat(Main.logging("xml")).isEqualTo("troupe-logback.xml");
    }
}
