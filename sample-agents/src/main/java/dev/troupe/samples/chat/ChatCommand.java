package dev.troupe.samples.chat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.chat.Team;
import dev.troupe.chat.model.ChatModels;
import dev.troupe.chat.model.Model;
import dev.troupe.chat.testkit.RecordingChatModel;
import dev.troupe.chat.testkit.ReplayChatModel;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.config.SettingsLayers;
import dev.troupe.node.ConfigOptions;
import dev.troupe.node.Subcommand;
import dev.troupe.standalone.StandaloneRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe chat}: what the command line says, checked, and the console. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a team of assistants tasks, and shows how they talk about them.",
            "Without --task it reads tasks from the console, one a line, until its end or 'exit'. Ctrl-C cancels.",
            "The model is that of troupe.chat.model: set OPENAI_API_KEY or OPENAI_BASE_URL, and OPENAI_MODEL; or",
            "OLLAMA_HOST and OLLAMA_MODEL. Or none: see --replay."
        })
public final class ChatCommand implements Subcommand {
    private static final String PROMPT = "> ";

    @Option(names = "--team", paramLabel = "NAME", description = "default or research. Default: ${DEFAULT-VALUE}.")
    private String team = "default";

    @Option(names = "--task", paramLabel = "TEXT", description = "Gives this one task, and ends.")
    private @Nullable String task;

    @Option(
            names = "--replay",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description = {
                "Answers as recorded, without a model; without --task it gives the recorded tasks.",
                "Default of FILE: a recording that comes with the team."
            })
    private @Nullable String replay;

    @Option(names = "--record", paramLabel = "FILE", description = "Appends what the model answers, for --replay.")
    private @Nullable Path record;

    @Option(
            names = "--durable",
            paramLabel = "DIR",
            description = "Keeps the conversation in DIR: the next time it goes on where it was.")
    private @Nullable Path durable;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Supplier<Reader> input;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** Reads tasks from the console. */
    public ChatCommand() {
        this(() -> new InputStreamReader(System.in, Charset.defaultCharset()));
    }

    ChatCommand(Supplier<Reader> input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        // What goes wrong is said here, once; the log would say it again.
        if (System.getProperty("troupe.log") == null) {
            System.setProperty("troupe.log", "ERROR");
        }
        var sample = SampleTeam.named(team);
        if (task != null && task.isBlank()) {
            throw new IllegalArgumentException("--task: '" + task + "' (expected: a task)");
        }
        if (replay != null && record != null) {
            throw new IllegalArgumentException("--replay, --record: both (expected: one of them)");
        }
        Config settings = config.overrides("");
        if (replay != null) {
            Path file = replay.isEmpty() ? Recordings.of(sample) : Path.of(replay);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("--replay: " + file + " (expected: a recording of a model)");
            }
            var recorded = ReplayChatModel.fromFile(file).model();
            var model = new Model(
                    String.valueOf(file.getFileName()), recorded.provider(), recorded.blocking(), recorded.streaming());
            return chat(sample, model, settings, task == null ? RecordedTasks.read(file) : List.of(task));
        }
        List<String> tasks = task == null ? List.of() : List.of(task);
        var model = ChatModels.find(
                        settings.withFallback(SettingsLayers.application()).resolve())
                .orElseThrow(() -> new IllegalArgumentException(noModel(sample)));
        if (record == null) {
            return chat(sample, model, settings, tasks);
        }
        try (var recording = recording(model, record)) {
            return chat(sample, recording.model(), settings, tasks);
        }
    }

    private static RecordingChatModel recording(Model model, Path file) {
        try {
            return RecordingChatModel.start(model, file);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("--record: '" + file + "' (expected: a file that can be written)", e);
        }
    }

    private static String noModel(SampleTeam sample) {
        return "no model. Set OPENAI_API_KEY and OPENAI_MODEL; or OPENAI_BASE_URL and OPENAI_MODEL for a server that speaks"
                + " OpenAI's protocol; or OLLAMA_HOST and OLLAMA_MODEL. Without a model: ./troupe chat"
                + (sample == SampleTeam.DEFAULT ? "" : " --team " + sample.word())
                + " --replay " + Recordings.shown(sample);
    }

    /** @param tasks none, to read them from the console */
    private int chat(SampleTeam sample, Model model, Config settings, List<String> tasks) {
        var meter = new MeteredModel(model);
        Team made = sample.of(meter.model());
        Team placed = durable == null ? made : made.durable();
        var console = new ChatSession.Console(
                spec.commandLine().getOut(), spec.commandLine().getErr());
        console.out().println("team: " + sample.word() + ", model: " + model.name() + " of " + model.provider());
        console.out().flush();
        try (var runtime = start(placed, settings)) {
            var session = new ChatSession(runtime, placed, meter, console);
            return untilCtrlC(session, tasks) ? 0 : 1;
        }
    }

    private boolean untilCtrlC(ChatSession session, List<String> tasks) {
        var ctrlC = new CtrlC(() -> cancel(session));
        try {
            return tasks.isEmpty() ? read(session) : giveAll(session, tasks);
        } finally {
            ctrlC.close();
        }
    }

    private void cancel(ChatSession session) {
        cancelled.set(true);
        session.cancel();
    }

    private AgentRuntime start(Team placed, Config settings) {
        // Ctrl-C cancels first; then the runtime is closed.
        String hooks = "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook";
        var definitions = placed.definitions();
        if (durable == null) {
            var standalone = ConfigFactory.parseMap(Map.of(hooks, "off")).withFallback(settings);
            return StandaloneRuntime.start(standalone, definitions.toArray(AgentDefinition<?, ?>[]::new));
        }
        String file = durable.resolve("store.db").toString();
        var node = ConfigFactory.parseMap(
                Map.of(hooks, "off", "troupe.cluster.port", 0, "troupe.store.embedded.file", file));
        return ClusterRuntime.start(node.withFallback(settings), definitions);
    }

    private boolean giveAll(ChatSession session, List<String> tasks) {
        boolean all = true;
        for (String each : tasks) {
            if (!cancelled.get()) {
                spec.commandLine().getOut().println("user: " + each);
                all &= session.give(each);
            }
        }
        return all;
    }

    /** Returns whether the last task has come to a result; true if there was none. */
    private boolean read(ChatSession session) {
        boolean last = true;
        try (var lines = new BufferedReader(input.get())) {
            for (String line = next(lines); line != null && !line.equals("exit"); line = next(lines)) {
                last = line.isEmpty() ? last : session.give(line);
            }
        } catch (IOException e) {
            throw new IllegalStateException("console: cannot be read: " + e.getMessage(), e);
        }
        return last;
    }

    private @Nullable String next(BufferedReader lines) throws IOException {
        if (cancelled.get()) {
            return null;
        }
        spec.commandLine().getOut().print(PROMPT);
        spec.commandLine().getOut().flush();
        String line = lines.readLine();
        return line == null ? null : line.strip();
    }
}
