package dev.troupe.engine.ledger;

import dev.troupe.agent.AgentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lanes and agents of one node found when they last compared their books. What an agent found stays until the
 * node ends, though its messages are sent again when it does: somebody has to look into it. Thread-safe.
 */
public final class NodeLedger {
    private static final Logger log = LoggerFactory.getLogger(NodeLedger.class);

    private final LedgerNames names;
    private final AtomicLongArray lanes;
    /** What agents have lost, by tenant; no more of them than are counted by themselves. */
    private final Map<String, LongAdder> agents = new ConcurrentHashMap<>();

    private final int tenantsLimit;

    /** @param tenantsLimit pairs of a tenant and a topic type that are counted by themselves */
    public NodeLedger(int lanes, int tenantsLimit) {
        this.names = new LedgerNames(tenantsLimit);
        this.tenantsLimit = tenantsLimit;
        this.lanes = new AtomicLongArray(lanes);
    }

    /** Returns new books for a lane. */
    public LaneLedger newLane() {
        return new LaneLedger(names);
    }

    /** A lane has compared its books. */
    public void onLane(int lane, long imbalance) {
        if (lanes.getAndSet(lane, imbalance) < imbalance) {
            log.error("Of {} messages that lane {} accepted nobody knows what became of them", imbalance, lane);
        }
    }

    /** An agent has found so many more messages than before that it accepted and does not know. */
    public void onAgent(AgentId agent, long more) {
        ofTenant(LedgerNames.tenantOf(agent.key())).add(more);
        log.error("Of {} messages that {} accepted it does not know what became of them", more, agent);
    }

    private LongAdder ofTenant(String tenant) {
        boolean room = agents.containsKey(tenant) || agents.size() < tenantsLimit;
        return agents.computeIfAbsent(room ? tenant : LedgerNames.OTHER, name -> new LongAdder());
    }

    /** Returns the number of messages of which nobody knows what became of them; 0 if all is well. */
    public long imbalance() {
        long sum = agents.values().stream().mapToLong(LongAdder::sum).sum();
        for (int lane = 0; lane < lanes.length(); lane++) {
            sum += lanes.get(lane);
        }
        return sum;
    }

    /** Returns what the books say, of which these are all rows of the lanes. */
    public NodeBooks books(Collection<LedgerRow> rows) {
        List<LedgerRow> all = new ArrayList<>(rows);
        agents.forEach((tenant, lost) -> all.add(new LedgerRow(tenant, LedgerNames.AGENTS, 0, 0, 0, 0, 0, lost.sum())));
        return new NodeBooks(LedgerRow.sum(all), imbalance());
    }
}
