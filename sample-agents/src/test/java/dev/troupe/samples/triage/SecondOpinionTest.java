package dev.troupe.samples.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.TopicPattern;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.message.Json;
import dev.troupe.samples.triage.ResearchAgent.Classified;
import dev.troupe.standalone.StandaloneRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SecondOpinionTest {
    private static final Label UNKNOWN = new Label(Label.MANUAL, 0.1);

    @Test
    void givesAQueueToADocumentThatTheClassifierHasNoneFor() throws Exception {
        var model = ReplayChatModel.of(ModelReply.structured(Map.of("queue", "billing")));

        assertThat(classified(UNKNOWN, model)).isEqualTo(new Classified("d1", "billing", 0.1));
        assertThat(model.requests().get(0).messages().toString()).contains("Invoice 42");
    }

    @Test
    void isNotAskedWhereTheClassifierKnows() throws Exception {
        var model = ReplayChatModel.of(ModelReply.structured(Map.of("queue", "billing")));

        assertThat(classified(new Label("legal", 0.5), model)).isEqualTo(new Classified("d1", "legal", 0.5));
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void leavesADocumentToAPersonIfTheModelFailsOrNamesNoQueue() throws Exception {
        var failing = ReplayChatModel.of(ModelReply.failure(new IllegalStateException("broken")));
        var inventing = ReplayChatModel.of(ModelReply.structured(Map.of("queue", "wastepaper")));
        var chatting = ReplayChatModel.of("I think it is an invoice.");

        assertThat(classified(UNKNOWN, failing)).isEqualTo(new Classified("d1", "manual", 0.1));
        assertThat(classified(UNKNOWN, inventing)).isEqualTo(new Classified("d1", "manual", 0.1));
        assertThat(classified(UNKNOWN, chatting)).isEqualTo(new Classified("d1", "manual", 0.1));
    }

    @Test
    void isThereOnlyIfTheSettingWantsIt() {
        var model = "troupe.chat.model { provider = openai, name = m, api-key = k }\n";
        var wanted = ConfigFactory.parseString(SecondOpinion.SETTING + " = true\n");

        assertThat(SecondOpinion.of(ConfigFactory.parseString(model))).isEmpty();
        assertThat(SecondOpinion.of(wanted.withFallback(ConfigFactory.parseString(model))))
                .isPresent();
        assertThatThrownBy(() -> SecondOpinion.of(wanted.withFallback(
                        ConfigFactory.parseString("troupe.chat.model { provider = openai, name = \"\" }"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("troupe.chat.model.");
    }

    private static Classified classified(Label label, ReplayChatModel model) throws Exception {
        var opinion = Optional.of(SecondOpinion.of(model));
        var heard = new CompletableFuture<Classified>();
        try (var runtime = StandaloneRuntime.start(ResearchAgent.definition(() -> text -> label, opinion));
                var listening = runtime.listen(
                        TopicPattern.startingWith(ResearchAgent.TOPIC),
                        event -> heard.complete(Json.parse(event.payload().json(), Classified.class)))) {
            var document = new DocumentReceived("d1", "invoice.txt", "Invoice 42");
            runtime.publish(DocumentReceived.topic("acme"), document)
                    .toCompletableFuture()
                    .join();
            assertThat(listening).isNotNull();
            return heard.get(30, TimeUnit.SECONDS);
        }
    }
}
