package dev.troupe.testkit;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.standalone.StandaloneRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a standalone runtime before each test and closes it after: {@code @RegisterExtension final TroupeExtension
 * troupe = TroupeExtension.with(MyAgent.definition());}.
 */
public final class TroupeExtension implements BeforeEachCallback, AfterEachCallback {
    private final String settings;
    private final List<AgentDefinition<?, ?>> definitions;
    private @Nullable AgentRuntime runtime;

    private TroupeExtension(String settings, List<AgentDefinition<?, ?>> definitions) {
        this.settings = settings;
        this.definitions = definitions;
    }

    public static TroupeExtension with(AgentDefinition<?, ?>... definitions) {
        return new TroupeExtension("", List.of(definitions));
    }

    /** Adds settings in HOCON, for example {@code troupe.agents.idle-timeout = 1s}. */
    public TroupeExtension withSettings(String hocon) {
        return new TroupeExtension(hocon, definitions);
    }

    /**
     * Returns the runtime of the current test.
     *
     * @throws IllegalStateException outside a test
     */
    public AgentRuntime runtime() {
        if (runtime == null) {
            throw new IllegalStateException(
                    "runtime: none (expected: a call from a test; is the extension registered?)");
        }
        return runtime;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        runtime = StandaloneRuntime.start(
                ConfigFactory.parseString(settings), definitions.toArray(AgentDefinition<?, ?>[]::new));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }
}
