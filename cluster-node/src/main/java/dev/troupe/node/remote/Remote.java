package dev.troupe.node.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.message.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands here have in common: a node to ask, and an answer that is printed for people or as JSON. */
abstract class Remote implements Callable<Integer> {
    @Mixin
    private RemoteOptions options = new RemoteOptions();

    @Option(names = "--json", description = "Prints the answer of the node, in JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public final Integer call() throws IOException {
        int code = run(options.node());
        out().flush();
        return code;
    }

    /** Does what the command is for; returns its exit code. */
    abstract int run(RemoteNode node) throws IOException;

    final boolean isJson() {
        return json;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints a table; its headings stand out where somebody looks. */
    final void print(Table table) {
        table.print(out(), spec.commandLine().getColorScheme().ansi());
    }

    /** Tells somebody what is not part of the answer. */
    final void warn(String text) {
        spec.commandLine().getErr().println("troupe: " + text);
    }

    /** Prints an answer as it is, in one line. */
    final void printJson(JsonNode answer) {
        out().println(Json.text(answer));
    }

    /** Prints what a node says of a message: where it is, or what became of it. */
    final void printMessage(JsonNode answer) {
        if (isJson()) {
            printJson(answer);
        } else {
            MessageLines.print(out(), answer);
        }
    }

    /** Warns of nodes that did not answer; what they would have said is not there. */
    final void warnOfMissing(JsonNode answer) {
        if (!answer.path("missing").isEmpty()) {
            warn("did not answer in time: " + String.join(", ", Texts.of(answer.path("missing"))));
        }
    }
}
