package dev.troupe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.Failure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {

    @Test
    void keepsItsNamesAndStatusesSinceClientsTellProblemsApartByThem() {
        assertThat(Arrays.stream(ProblemType.values()).map(type -> type.status() + " " + type.uri()))
                .contains(
                        "400 urn:troupe:problem:invalid",
                        "401 urn:troupe:problem:unauthenticated",
                        "403 urn:troupe:problem:forbidden",
                        "404 urn:troupe:problem:unknown",
                        "405 urn:troupe:problem:method-not-allowed",
                        "406 urn:troupe:problem:not-acceptable",
                        "408 urn:troupe:problem:body-timeout",
                        "409 urn:troupe:problem:conflict",
                        "413 urn:troupe:problem:too-large",
                        "414 urn:troupe:problem:uri-too-long",
                        "415 urn:troupe:problem:unsupported-media-type",
                        "422 urn:troupe:problem:unreadable",
                        "422 urn:troupe:problem:unhandled",
                        "422 urn:troupe:problem:rejected",
                        "422 urn:troupe:problem:cycle",
                        "429 urn:troupe:problem:overloaded",
                        "431 urn:troupe:problem:headers-too-large",
                        "500 urn:troupe:problem:handler-error",
                        "500 urn:troupe:problem:outcome-unknown",
                        "500 urn:troupe:problem:internal",
                        "503 urn:troupe:problem:unavailable",
                        "503 urn:troupe:problem:busy",
                        "503 urn:troupe:problem:cancelled",
                        "504 urn:troupe:problem:timeout",
                        "504 urn:troupe:problem:expired");
    }

    @Test
    void hasAProblemForEachKindOfFailure() {
        for (var kind : Failure.Kind.values()) {
            assertThat(ProblemType.of(kind).name()).isEqualTo(kind.name());
        }
    }
}
