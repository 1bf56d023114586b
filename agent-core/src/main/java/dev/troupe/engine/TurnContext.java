package dev.troupe.engine;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.MessageInfo;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of one activation. It knows the current message while a turn is open. */
public class TurnContext<P> implements AgentContext<P> {
    private final AgentRef<P> self;
    private final Clock clock;
    private final Executor blockingExecutor;
    private final Logger log;
    private volatile @Nullable Supplier<MessageInfo> message;

    public TurnContext(AgentRef<P> self, Clock clock, Executor blockingExecutor) {
        this.self = self;
        this.clock = clock;
        this.blockingExecutor = blockingExecutor;
        this.log = LoggerFactory.getLogger("troupe.agent." + self.type().name());
    }

    /** Says which message the next handler call is about; null when the turn has ended. */
    public void setMessage(@Nullable Supplier<MessageInfo> newMessage) {
        message = newMessage;
    }

    @Override
    public AgentRef<P> self() {
        return self;
    }

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public MessageInfo message() {
        var current = message;
        if (current == null) {
            throw new IllegalStateException("context().message(): no turn is open (expected: a call from a handler)");
        }
        return current.get();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public <T> CompletionStage<T> blocking(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, blockingExecutor);
    }
}
