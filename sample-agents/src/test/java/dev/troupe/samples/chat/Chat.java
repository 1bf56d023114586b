package dev.troupe.samples.chat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import picocli.CommandLine;

/** What the command has said, run in this JVM; failures end as {@code troupe} ends them. */
record Chat(int exitCode, String out, String err) {
    static Chat run(String... arguments) {
        return typing("", arguments);
    }

    /** Runs it for a person who types these lines. */
    static Chat typing(String lines, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new ChatCommand(() -> new StringReader(lines)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    command.getErr().println("troupe: " + thrown.getMessage());
                    return thrown instanceof IllegalArgumentException ? 2 : 1;
                });
        int exitCode = line.execute(arguments);
        return new Chat(exitCode, lines(out), lines(err));
    }

    String lastLine() {
        return out.substring(out.lastIndexOf('\n', out.length() - 2) + 1);
    }

    private static String lines(StringWriter written) {
        return written.toString().replace(System.lineSeparator(), "\n");
    }
}
