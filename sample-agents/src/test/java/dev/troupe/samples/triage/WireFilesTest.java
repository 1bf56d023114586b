package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import dev.troupe.message.MessageTypes;
import dev.troupe.message.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire is for ever: what stands in these files is read by every later version, and written by this one. */
class WireFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MessageTypes TYPES = MessageTypes.of(definitions(), 1 << 20);

    static Stream<Object> messages() {
        return Stream.of(
                new DocumentReceived("acme:a.txt", "a.txt", "Invoice 42"),
                new ResearchAgent.Classified("acme:a.txt", "billing", 0.5),
                new PolicyAgent.Checked("acme:a.txt", List.of(new Finding("IBANS", "DE***00"))),
                new PolicyAgent.Review("card 4111 1111 1111 1111"),
                new PolicyAgent.Reviewed(List.of(new Finding("CARD_NUMBERS", "************1111"))),
                new TriageAgent.Decision("acme:a.txt", "a.txt", "billing", "label"),
                new AuditAgent.Count(),
                new AuditAgent.Totals(Map.of("acme:a.txt", "billing"), 1, 0, false),
                new BillingAgent.Count(),
                new BillingAgent.Totals(3, 1));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsAndWritesItsFile(Object message) throws IOException {
        var payload = TYPES.encode(message);
        var golden = golden(payload.type());

        assertThat(JSON.readTree(payload.json())).isEqualTo(golden);
        golden.put("addedByALaterVersion", 1);
        assertThat(TYPES.decode(new Payload(payload.type(), JSON.writeValueAsBytes(golden))))
                .isEqualTo(message);
    }

    private static ObjectNode golden(String type) {
        try (var file = WireFilesTest.class.getResourceAsStream("/wire/" + type + ".json")) {
            assertThat(file).as("src/test/resources/wire/" + type + ".json").isNotNull();
            return (ObjectNode) JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<AgentDefinition<?, ?>> definitions() {
        return ServiceLoader.load(AgentModule.class).stream()
                .flatMap(module -> module.get().definitions().stream())
                .toList();
    }
}
