package @package@;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import java.util.List;

/** The agents of this project. A node finds it by META-INF/services/dev.troupe.agent.AgentModule. */
public final class NotesModule implements AgentModule {
    @Override
    public String name() {
        return "@name@";
    }

    @Override
    public List<AgentDefinition<?, ?>> definitions() {
        return List.of(NotesAgent.definition());
    }
}
