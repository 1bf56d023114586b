package dev.troupe.node;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The agent modules on the class path. */
public final class Modules {
    /** Named instead of modules, where no agents are wanted. */
    private static final String NONE = "none";

    private Modules() {}

    /**
     * Returns the definitions of the named modules; of all, if no name is given; of none of them for the one name {@code
     * none}.
     *
     * @throws IllegalArgumentException if there is no module of a name; says which there are
     */
    public static List<AgentDefinition<?, ?>> definitions(List<String> names) {
        if (names.equals(List.of(NONE))) {
            return List.of();
        }
        Map<String, AgentModule> found = new TreeMap<>();
        ServiceLoader.load(AgentModule.class).forEach(module -> found.put(module.name(), module));
        List<AgentDefinition<?, ?>> definitions = new ArrayList<>();
        for (String name : names.isEmpty() ? List.copyOf(found.keySet()) : names) {
            var module = found.get(name);
            if (module == null) {
                throw new IllegalArgumentException("module: '" + name + "' (expected: one of " + found.keySet() + ")");
            }
            definitions.addAll(module.definitions());
        }
        return definitions;
    }
}
