package dev.troupe.chat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MemoryTest {
    /** Counts a few letters: what has the same ones means the same. */
    private static final class LetterModel implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(
                    segments.stream().map(each -> letters(each.text())).toList());
        }

        private static Embedding letters(String text) {
            var vector = new float[26];
            text.toLowerCase(Locale.ROOT)
                    .chars()
                    .filter(c -> c >= 'a' && c <= 'z')
                    .forEach(c -> vector[c - 'a']++);
            return Embedding.from(vector);
        }
    }

    @Test
    void findsAllThatWasAddedInOrder() {
        var memory = ListMemory.of("one");
        memory.add("two");

        assertThat(memory.query(query("?"))).containsExactly("one", "two");
        memory.clear();
        assertThat(memory.query(query("?"))).isEmpty();
    }

    @Test
    void findsWhatMeansNearlyTheSame() {
        var memory = EmbeddingMemory.of(new LetterModel()).withMost(2);
        List.of("rain rain", "sun", "zzz").forEach(memory::add);

        assertThat(memory.query(query("rain"))).hasSize(2).startsWith("rain rain");
        assertThat(memory.withMinScore(0.99).query(query("rain"))).containsExactly("rain rain");
        assertThat(memory.query(query(" "))).isEmpty();
        memory.clear();
        assertThat(memory.query(query("rain"))).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithALimit() {
        var memory = EmbeddingMemory.of(new LetterModel());

        assertThatThrownBy(() -> memory.withMost(0)).hasMessage("most: 0 (expected: >= 1)");
        assertThatThrownBy(() -> memory.withMinScore(2)).hasMessage("min score: 2.0 (expected: 0 to 1)");
    }

    private static Memory.Query query(String text) {
        return new Memory.Query("acme", text);
    }
}
