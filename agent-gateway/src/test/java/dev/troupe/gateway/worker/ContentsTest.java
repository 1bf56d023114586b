package dev.troupe.gateway.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.troupe.gateway.worker.Contents.Content;
import dev.troupe.message.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentsTest {

    @Test
    void bringsAnyBytesBackAsTheyWere() {
        var content = new Content("Picture", "image/png", ByteString.copyFrom(new byte[] {0, -1, 34, 92}));

        assertThat(Contents.of(Contents.toPayload(content))).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{}", "\"no Base64!\"", "{\"a\": \"=\"}"})
    void takesForJsonWhatSomebodyElseHasGivenSuchAName(String json) {
        var payload = new Payload("odd;image/png", json.getBytes(StandardCharsets.UTF_8));

        var content = Contents.of(payload);

        assertThat(content).isEqualTo(new Content("odd;image/png", Contents.JSON, ByteString.copyFromUtf8(json)));
    }
}
