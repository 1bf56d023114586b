package dev.troupe.samples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.model.ModelUse;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.node.RunningNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node with models on its class path shows what they were asked, under the names that the documents have. */
class ModelMetricsIT {
    private static final Pattern NAME = Pattern.compile("\\b(troupe_model_\\w+)");

    @Test
    void aNodeShowsWhatItsModelsWereAsked() throws Exception {
        var replay = ReplayChatModel.of(ModelReply.text("one").withUsage(40, 5));
        var model = ModelUse.counted(new Model("replayed", "replay", replay, Optional.empty()));
        model.blocking()
                .chat(ChatRequest.builder().messages(UserMessage.from("hello")).build());

        String metrics = metrics();

        assertThat(metrics)
                .contains("troupe_model_calls_total{model=\"replayed\",result=\"done\"} 1.0")
                .contains("troupe_model_tokens_total{direction=\"input\",model=\"replayed\"} 40.0")
                .contains("troupe_model_tokens_total{direction=\"output\",model=\"replayed\"} 5.0");
        assertThat(names(metrics))
                .containsExactlyInAnyOrderElementsOf(names(Files.readString(Path.of("../docs/operations/metrics.md"))));
    }

    private static List<String> names(String text) {
        Stream<String> names = NAME.matcher(text).results().map(name -> name.group(1));
        return names.distinct().toList();
    }

    private static String metrics() throws Exception {
        String settings = "troupe { cluster.port = 0, management.http.port = 0, store.kind = none }";
        try (var node = RunningNode.start(ConfigFactory.parseString(settings), List.of())) {
            var request = HttpRequest.newBuilder(
                            URI.create(node.management().orElseThrow().uri() + "/metrics"))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
