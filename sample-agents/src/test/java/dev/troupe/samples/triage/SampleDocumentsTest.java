package dev.troupe.samples.triage;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleDocumentsTest {

    private static final List<SampleDocument> DOCUMENTS = SampleDocument.all();

    @Test
    void givesEveryTenantAtLeastTwentyFourDocumentsAndThreeFlaggedOnes() {
        var byTenant = DOCUMENTS.stream().collect(groupingBy(SampleDocument::tenant));

        assertThat(byTenant).containsOnlyKeys("acme", "globex", "initech");
        assertThat(byTenant.values()).allSatisfy(documents -> {
            assertThat(documents).hasSizeGreaterThanOrEqualTo(24);
            assertThat(documents).filteredOn(SampleDocument::flagged).hasSize(3);
        });
    }

    @Test
    void givesEveryTenantDocumentsForEveryQueue() {
        var queues = DOCUMENTS.stream().collect(groupingBy(d -> d.tenant() + "/" + d.queue()));

        assertThat(queues).hasSize(15);
    }

    @Test
    void keepsEveryDocumentBetweenSixtyAndTwoHundredAndFiftyWords() {
        assertThat(DOCUMENTS)
                .allSatisfy(document ->
                        assertThat(document.text().strip().split("\\s+")).hasSizeBetween(60, 250));
    }
}
