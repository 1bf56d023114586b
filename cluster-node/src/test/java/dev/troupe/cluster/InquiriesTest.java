package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InquiriesTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Inquiries> nodes = new HashMap<>();
    private final Set<String> live = new HashSet<>(Set.of("a:1", "b:1"));
    private final Inquiries a = node("a:1");
    private final Inquiries b = node("b:1");

    private Inquiries node(String name) {
        var inquiries = new Inquiries(name, () -> live, this::tell);
        nodes.put(name, inquiries);
        return inquiries;
    }

    private void tell(String node, Wire.Inquiry inquiry) {
        var to = nodes.get(node);
        if (inquiry instanceof Wire.Question question && to != null) {
            to.onQuestion(question);
        } else if (inquiry instanceof Wire.Told told && to != null) {
            to.onTold(told);
        }
    }

    @Test
    void asksAllNodesItselfToo() {
        a.answer("name", argument -> CompletableFuture.completedFuture(argument + " a"));
        b.answer("name", argument -> CompletableFuture.completedFuture(argument + " b"));

        var answers = a.askAll("name", "I am", PATIENCE).toCompletableFuture().join();

        assertThat(answers).containsExactly(Map.entry("a:1", "I am a"), Map.entry("b:1", "I am b"));
    }

    @Test
    void leavesOutWhoDoesNotAnswer() {
        a.answer("name", argument -> CompletableFuture.completedFuture("a"));
        b.answer("name", argument -> new CompletableFuture<>());

        var answers = a.askAll("name", "", SOON).toCompletableFuture().join();

        assertThat(answers).containsOnlyKeys("a:1");
    }

    @Test
    void saysWhichQuestionsThereAre() {
        b.answer("name", argument -> CompletableFuture.completedFuture("b"));

        var answer = a.ask("b:1", "age", "", PATIENCE).toCompletableFuture();

        assertThatThrownBy(answer::join)
                .hasMessageContaining("question: 'age' (expected: one of [name]; is the other node newer?)");
    }

    @Test
    void saysWhichNodesThereAre() {
        var answer = a.ask("c:1", "name", "", PATIENCE).toCompletableFuture();

        assertThatThrownBy(answer::join).hasMessageContaining("node: 'c:1' (expected: one of [a:1, b:1])");
    }

    @Test
    void givesUpANodeThatDoesNotAnswerInTime() {
        live.add("c:1");

        var answer = a.ask("c:1", "name", "", SOON).toCompletableFuture();

        assertThatThrownBy(answer::join).hasMessageContaining("c:1 did not say 'name' within 50 ms");
    }

    @Test
    void refusesAnAnswerThatIsTooLong() {
        b.answer("all", argument -> CompletableFuture.completedFuture("x".repeat(500_001)));

        var answer = a.ask("b:1", "all", "", PATIENCE).toCompletableFuture();

        assertThatThrownBy(answer::join).hasMessageContaining("the answer has 500001 characters (expected: <= 500000)");
    }
}
