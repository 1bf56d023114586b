package dev.troupe.gateway.http;

import static dev.troupe.gateway.http.DoorFixture.json;
import static dev.troupe.gateway.http.DoorFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicRoutesIT {
    private static DoorFixture door;

    @BeforeAll
    static void start() {
        door = DoorFixture.start();
    }

    @AfterAll
    static void stop() {
        door.close();
    }

    @Test
    void publishesPlainJsonToTheAgentOfTheSource() {
        var published = door.post("/v1/topics/sold/a%2Fb?wait=settled", "shop.Sold", "{\"amount\":7}");

        assertThat(published.statusCode()).isEqualTo(200);
        assertThat(json(published).path("receipts").path(0).path("recipient").asText())
                .isEqualTo("book/a/b");
        assertThat(door.total("a%2Fb").path("amount").asInt()).isEqualTo(7);
    }

    @Test
    void saysThatNobodyIsSubscribed() {
        var published = door.post("/v1/topics/unheard/x", "shop.Sold", "{\"amount\":7}");

        assertThat(published.statusCode()).isEqualTo(202);
        assertThat(json(published).path("outcome").asText()).isEqualTo("NO_RECIPIENTS");
    }

    @Test
    void takesACloudEventInHeadersOncePerSourceAndId() {
        var first = binary("bin", "1", "{\"amount\":2}");
        var again = binary("bin", "1", "{\"amount\":2}");
        var other = binary("bin", "1", "{\"amount\":3}");
        var elsewhere = binary("bin2", "1", "{\"amount\":3}");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(problem(other)).isEqualTo("409 conflict");
        assertThat(elsewhere.statusCode()).isEqualTo(200);
        assertThat(door.total("bin").path("entries").asInt()).isEqualTo(1);
    }

    private static HttpResponse<String> binary(String source, String id, String data) {
        return door.send(door.request("/v1/topics/sold/" + source + "?wait=settled")
                .header("Content-Type", "application/json")
                .headers("ce-specversion", "1.0", "ce-type", "sold", "ce-source", source, "ce-id", id)
                .header("ce-dataschema", "shop.Sold")
                .POST(BodyPublishers.ofString(data)));
    }

    @Test
    void takesAStructuredCloudEventAndABatch() {
        var one = structured("application/cloudevents+json", event("s", "1", 2));
        var batch = structured(
                "application/cloudevents-batch+json",
                "[" + event("s", "1", 2) + "," + event("s", "2", 3) + ",\n" + event("s", "3", 4) + "]");

        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(batch.statusCode()).isEqualTo(200);
        assertThat(json(batch).path("results")).hasSize(3);
        assertThat(json(batch).path("results").path(0)).isEqualTo(json(one));
        assertThat(door.total("s").path("amount").asInt() % 100).isEqualTo(9);
    }

    @Test
    void publishesNothingOfABatchThatHasAFaultAndTheRestOfOneWithAConflict() {
        var faulty = structured(
                "application/cloudevents-batch+json",
                "[" + event("s", "f1", 2) + "," + event("s", "f2", 3).replace(":3", ":\"many\"") + "]");
        structured("application/cloudevents+json", event("s", "c1", 100));
        var conflict = structured(
                "application/cloudevents-batch+json", "[" + event("s", "c1", 200) + "," + event("s", "c2", 400) + "]");

        assertThat(problem(faulty)).isEqualTo("422 unreadable");
        assertThat(problem(conflict)).isEqualTo("409 conflict");
        assertThat(json(conflict).path("results").path(1).path("outcome").asText())
                .isEqualTo("PROCESSED");
    }

    @Test
    void refusesACloudEventThatIsNotOfThePathOrNotComplete() {
        String type = "application/cloudevents+json";

        assertThat(problem(structured(type, event("other", "1", 2)))).isEqualTo("400 invalid");
        assertThat(problem(structured(type, event("s", "", 2)))).isEqualTo("400 invalid");
        assertThat(problem(structured(type, event("s", "1", 2).replace("1.0", "0.3"))))
                .isEqualTo("400 invalid");
        assertThat(problem(structured(type, "[]"))).isEqualTo("400 invalid");
        assertThat(problem(structured(type, "{\"specversion\":\"1.0\""))).isEqualTo("400 invalid");
        assertThat(problem(structured(type, event("s", "1", 2).replace("\"dataschema\"", "\"data_base64\""))))
                .isEqualTo("415 unsupported-media-type");
        assertThat(problem(structured("text/plain", "x"))).isEqualTo("415 unsupported-media-type");
    }

    private static HttpResponse<String> structured(String contentType, String body) {
        return door.send(door.request("/v1/topics/sold/s?wait=settled")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String event(String source, String id, int amount) {
        return "{\"specversion\":\"1.0\",\"type\":\"sold\",\"source\":\"" + source + "\",\"id\":\"" + id
                + "\",\"dataschema\":\"shop.Sold\",\"data\":{\"amount\":" + amount + "}}";
    }
}
