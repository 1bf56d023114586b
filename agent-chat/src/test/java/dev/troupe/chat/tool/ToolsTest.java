package dev.troupe.chat.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.troupe.chat.StepRecorder;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tools from methods and records, and what their arguments become. */
class ToolsTest {
    record Point(int x, int y) {}

    record Search(String text, Optional<Integer> most) {}

    /** Methods of all kinds. */
    static final class Maths {
        @dev.langchain4j.agent.tool.Tool("Adds two numbers.")
        int add(@P(name = "a", value = "one") int a, @P(name = "b", value = "other") int b) {
            return a + b;
        }

        @dev.langchain4j.agent.tool.Tool
        CompletionStage<Point> mirror(@P(name = "point", value = "a point") Point point) {
            return CompletableFuture.completedFuture(new Point(-point.x(), -point.y()));
        }

        @Once
        @dev.langchain4j.agent.tool.Tool
        String who(ToolCallContext call, @P(name = "greeting", value = "what to say") String greeting) {
            return greeting + " " + call.agent() + " of " + call.conversation() + ": " + call.key();
        }

        @dev.langchain4j.agent.tool.Tool
        void nothing() {}
    }

    /** Two tools of one name. */
    static final class Twins {
        @dev.langchain4j.agent.tool.Tool(name = "twin")
        void one() {}

        @dev.langchain4j.agent.tool.Tool(name = "twin")
        void other() {}
    }

    private final Toolbox tools = Toolbox.of(Tools.of(new Maths()));

    @Test
    void readsArgumentsAsTheMethodNamesThem() {
        assertThat(tools.tools()).extracting(Tool::name).containsExactly("add", "mirror", "nothing", "who");
        assertThat(run("add", "{\"a\":1,\"b\":2}").content()).isEqualTo("3");
        assertThat(run("mirror", "{\"point\":{\"x\":1,\"y\":2}}").content()).isEqualTo("{\"x\":-1,\"y\":-2}");
        assertThat(run("nothing", "").content()).isEqualTo("Success");
    }

    @Test
    void givesTheContextOfTheCallWithoutAskingTheModelForIt() {
        var who = tools.tools().get(3);

        assertThat(who.specification().parameters().properties()).containsOnlyKeys("greeting");
        assertThat(who.repeatable()).isFalse();
        assertThat(run("who", "{\"greeting\":\"hi\"}").content()).isEqualTo("hi helper of acme: key of tool-1-1-c1");
    }

    @Test
    void saysWhatWasExpectedIfArgumentsDoNotFit() {
        assertThat(run("add", "{\"a\":1}"))
                .isEqualTo(new ToolResult(
                        "c1", "add", "Error: arguments of tool 'add': {\"a\":1} without 'b' (expected: [a, b])", true));
        assertThat(run("add", "{\"a\":\"x\",\"b\":2}").content())
                .startsWith("Error: argument 'a' of tool 'add': \"x\" (expected: int)");
    }

    @Test
    void takesTheFieldsOfARecordAsParametersThoseThatAreNotOptionalAsRequired() {
        var search = Tool.of("search", "Finds.", Search.class, wanted -> wanted.text() + wanted.most());

        JsonObjectSchema schema = search.specification().parameters();
        assertThat(schema.properties()).containsOnlyKeys("text", "most");
        assertThat(schema.required()).containsExactly("text");
        var box = Toolbox.of(List.of(search));
        assertThat(run(box, "search", "{\"text\":\"rain\"}").content()).isEqualTo("rainOptional.empty");
        assertThat(run(box, "search", "{\"text\":\"rain\",\"most\":2}").content())
                .isEqualTo("rainOptional[2]");
    }

    @Test
    void saysWhatIsWrongWithTools() {
        assertThatThrownBy(() -> Tools.of(new Twins()))
                .hasMessageContaining("tool 'twin': ")
                .hasMessageContaining("one()")
                .hasMessageContaining("other()");
        assertThatThrownBy(() -> Tools.of("text"))
                .hasMessage("tools of java.lang.String: none (expected: methods with @Tool)");
        assertThatThrownBy(() -> Tool.of("x", "X.", String.class, text -> text))
                .hasMessage("parameters of tool 'x': java.lang.String (expected: a record)");
    }

    private ToolResult run(String tool, String arguments) {
        return run(tools, tool, arguments);
    }

    private static ToolResult run(Toolbox tools, String tool, String arguments) {
        return tools.run(new ToolCall("c1", tool, arguments), "tool-1-1", StepRecorder.of("helper"))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
