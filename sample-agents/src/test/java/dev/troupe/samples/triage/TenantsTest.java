package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicPattern;
import dev.troupe.standalone.StandaloneRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The whole system in one process, with a classifier that needs no model. */
class TenantsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void noTenantSeesADocumentOfAnother() throws Exception {
        List<PublishedEvent> events = new CopyOnWriteArrayList<>();
        try (var runtime = StandaloneRuntime.start(
                        TriageAgent.definition(),
                        ResearchAgent.definition(() -> text -> new Label("billing", 1)),
                        PolicyAgent.definition(),
                        AuditAgent.definition());
                var listening = runtime.listen(TopicPattern.all(), events::add)) {
            for (String tenant : List.of("acme", "globex")) {
                runtime.publish(
                                DocumentReceived.topic(tenant),
                                new DocumentReceived(tenant + "-1", "invoice.txt", "secret of " + tenant))
                        .toCompletableFuture()
                        .join();
            }

            for (String tenant : List.of("acme", "globex")) {
                await().atMost(PATIENCE)
                        .until(() -> runtime.ask(AuditAgent.TYPE.ref(tenant), new AuditAgent.Count(), PATIENCE)
                                .toCompletableFuture()
                                .join()
                                .queues()
                                .keySet()
                                .equals(Set.of(tenant + "-1")));
            }

            assertThat(listening).isNotNull();
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.payload().json())
                            .doesNotContain(event.topic().source().equals("acme") ? "globex" : "acme"));
            assertThat(events)
                    .extracting(event -> event.topic().type())
                    .contains("documents", "research_result", "policy_result", "triage_decision");
        }
    }
}
