package dev.troupe.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.chat.testkit.StreamProbe;
import dev.troupe.engine.counters.CounterSource;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ModelUseTest {
    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("hello")).build();

    private final ModelUse use = new ModelUse(2);

    @Test
    void countsRequestsByTheirEndAndTheirTokens() {
        var model = use.count(model(
                "m1",
                ModelReply.text("one").withUsage(40, 5),
                ModelReply.failure(new RateLimitException("slow down")),
                ModelReply.text("two").withUsage(2, 1),
                ModelReply.text("one two three four").withUsage(100, 100)));

        model.blocking().chat(REQUEST);
        assertThatThrownBy(() -> model.blocking().chat(REQUEST)).isInstanceOf(RateLimitException.class);
        StreamProbe.ask(model.streaming().orElseThrow(), REQUEST).await();
        StreamProbe.ask(model.streaming().orElseThrow(), REQUEST, 1);

        var counted = use.byModel().get("m1");
        assertThat(counted).isNotNull();
        assertThat(counted.count(ModelUse.End.DONE)).isEqualTo(2);
        assertThat(counted.count(ModelUse.End.FAILED)).isEqualTo(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(counted.count(ModelUse.End.CANCELLED)).isEqualTo(1));
        assertThat(counted.input()).isEqualTo(42);
        assertThat(counted.output()).isEqualTo(6);
        assertThat(counted.nanos()).isPositive();
    }

    @Test
    void putsModelsBeyondItsLimitTogether() {
        for (String name : new String[] {"m1", "m2", "m3", "m4"}) {
            use.count(model(name, ModelReply.text("x"))).blocking().chat(REQUEST);
        }

        assertThat(use.byModel()).containsOnlyKeys("m1", "m2", "other");
        assertThat(use.byModel().get("other").count(ModelUse.End.DONE)).isEqualTo(2);
    }

    @Test
    void showsThemToNodesAndCountsTheModelsOfTheConfiguration() {
        ChatModels.fromConfig(ConfigFactory.parseString(
                        "troupe.chat.model { provider = openai, name = counted-by-default, base-url = \"http://127.0.0.1:1\" }")
                .withFallback(ConfigFactory.load()));

        var sources = ServiceLoader.load(CounterSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(sources)
                .singleElement()
                .satisfies(source -> assertThat(source.counts()).anySatisfy(count -> {
                    assertThat(count.name()).isEqualTo("troupe.model.calls");
                    assertThat(count.labels()).containsEntry("model", "counted-by-default");
                }));
    }

    private static Model model(String name, ModelReply... replies) {
        var replay = ReplayChatModel.of(replies);
        return new Model(name, "replay", replay, Optional.of(replay));
    }
}
