package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentRef;
import dev.troupe.agent.MessageInfo;
import dev.troupe.engine.TurnContext;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The context of a simulated agent: tells when a turn begins, and with null when it ends. */
final class ObservedContext<P> extends TurnContext<P> {
    private final Consumer<@Nullable MessageInfo> observer;

    ObservedContext(
            AgentRef<P> self, Clock clock, Executor blockingExecutor, Consumer<@Nullable MessageInfo> observer) {
        super(self, clock, blockingExecutor);
        this.observer = observer;
    }

    @Override
    public void setMessage(@Nullable Supplier<MessageInfo> newMessage) {
        super.setMessage(newMessage);
        observer.accept(newMessage == null ? null : newMessage.get());
    }
}
