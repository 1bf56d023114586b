package dev.troupe.node.config;

import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.engine.config.EffectiveSetting;
import dev.troupe.engine.config.KnownSettings;
import dev.troupe.message.Json;
import dev.troupe.node.ConfigOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code troupe config show}: says what a node started here and now would be told. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints what holds for each setting, and where that comes from. Secrets are not shown.")
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Prints one JSON array.")
    private boolean json;

    @Option(names = "--differences", description = "Prints only what differs from the defaults.")
    private boolean differences;

    @Option(
            names = "--template",
            description = "Prints an application.conf with every setting and its comment, which changes nothing.")
    private boolean template;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var known = KnownSettings.load();
        if (template) {
            out.print(known.template());
        } else if (json) {
            out.println(Json.text(settings(known).stream().map(ShownSetting::of).toList()));
        } else {
            settings(known).forEach(each -> out.println(line(each)));
        }
        out.flush();
        return 0;
    }

    private List<EffectiveSetting> settings(KnownSettings known) throws IOException {
        var config = ClusterRuntime.config(options.overrides(""));
        return differences ? EffectiveSetting.differences(config, known) : EffectiveSetting.all(config, known);
    }

    static String line(EffectiveSetting setting) {
        return setting.differs()
                ? setting + "  # default " + setting.usual()
                        + (setting.origin().isEmpty() ? "" : ", from " + setting.origin())
                : setting.toString();
    }
}
