package dev.troupe.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.troupe.chat.memory.EmbeddingMemory;
import dev.troupe.chat.memory.Memory;
import org.junit.jupiter.api.Test;

/** A memory that finds what is meant, with the model that is inside of its jar. */
class RememberedNotesTest {

    @Test
    void findsWhatIsMeantThoughNoWordIsTheSame() {
        var memory =
                EmbeddingMemory.of(new AllMiniLmL6V2QuantizedEmbeddingModel()).withMost(1);
        memory.add("The customer prefers to be reached by telephone.");
        memory.add("The printer on the second floor is out of toner.");
        memory.add("Invoices are sent on the first of the month.");

        assertThat(memory.query(new Memory.Query("acme", "How should we call this client?")))
                .containsExactly("The customer prefers to be reached by telephone.");
        assertThat(memory.query(new Memory.Query("acme", "When does the bill arrive?")))
                .containsExactly("Invoices are sent on the first of the month.");
    }
}
