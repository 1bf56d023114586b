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
    private Modules() {}

    /**
     * Returns the definitions of the named modules; of all, if none is named.
     *
     * @throws IllegalArgumentException if there is no module of a name; says which there are
     */
    public static List<AgentDefinition<?, ?>> definitions(List<String> names) {
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
