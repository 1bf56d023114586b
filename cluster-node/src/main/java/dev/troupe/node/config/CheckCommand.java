package dev.troupe.node.config;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.SettingFault;
import dev.troupe.engine.config.EffectiveSetting;
import dev.troupe.engine.config.KnownSettings;
import dev.troupe.engine.config.SettingsCheck;
import dev.troupe.message.Json;
import dev.troupe.node.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe config check}: says all that is wrong with the settings of a node, without starting one. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks all settings of all modules on the class path, those of files and those of the environment.",
            "Names every unknown key and every wrong value, where it is, and what is expected there."
        },
        footer = {"", "Exit codes: 0 nothing is wrong, 2 something is."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Prints one JSON object: faults and differences.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private record Result(List<SettingFault> faults, List<ShownSetting> differences) {}

    @Override
    public Integer call() throws IOException {
        var known = KnownSettings.load();
        var config = ClusterRuntime.config(options.overrides(""));
        var faults = SettingsCheck.faults(config, known, System.getenv());
        var differences = EffectiveSetting.differences(config, known);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(new Result(
                    faults, differences.stream().map(ShownSetting::of).toList())));
        } else if (faults.isEmpty()) {
            print(differences, out);
        } else {
            faults.forEach(out::println);
            out.println("Wrong settings: " + faults.size());
        }
        out.flush();
        return faults.isEmpty() ? 0 : 2;
    }

    private static void print(List<EffectiveSetting> differences, PrintWriter out) {
        out.println("No setting is wrong. Settings that differ from their defaults: " + differences.size());
        differences.forEach(each -> out.println("  " + ShowCommand.line(each)));
    }
}
