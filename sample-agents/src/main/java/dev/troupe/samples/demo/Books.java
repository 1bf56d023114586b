package dev.troupe.samples.demo;

import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.triage.AuditAgent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the audit agents of all tenants have entered. */
record Books(Map<String, AuditAgent.Totals> byTenant) {

    /** Returns these books without what is not among the documents: others may hand in some, too. */
    Books of(Documents documents) {
        Map<String, AuditAgent.Totals> only = new LinkedHashMap<>();
        byTenant.forEach((tenant, totals) -> only.put(
                tenant,
                new AuditAgent.Totals(
                        only(totals.queues(), documents.idsOf(tenant)),
                        totals.again(),
                        totals.appliedTwice(),
                        totals.full())));
        return new Books(only);
    }

    private static Map<String, String> only(Map<String, String> queues, Set<String> ids) {
        Map<String, String> only = new LinkedHashMap<>(queues);
        only.keySet().retainAll(ids);
        return only;
    }

    int decisions() {
        return byTenant.values().stream()
                .mapToInt(totals -> totals.queues().size())
                .sum();
    }

    boolean has(Document document) {
        var totals = byTenant.get(document.tenant());
        return totals != null && totals.queues().containsKey(document.id());
    }

    /** Returns how many documents have a decision here and none, or another one, in {@code others}. */
    int without(Books others) {
        int missing = 0;
        for (var tenant : byTenant.entrySet()) {
            var there = others.byTenant().get(tenant.getKey());
            for (var decision : tenant.getValue().queues().entrySet()) {
                boolean same = there != null
                        && decision.getValue().equals(there.queues().get(decision.getKey()));
                missing += same ? 0 : 1;
            }
        }
        return missing;
    }

    /** Returns the decisions for documents that had one: their source fed them again. */
    int again() {
        return byTenant.values().stream().mapToInt(AuditAgent.Totals::again).sum();
    }

    /** Returns the messages that the runtime handed to an agent twice, which it must not. */
    int appliedTwice() {
        return byTenant.values().stream()
                .mapToInt(AuditAgent.Totals::appliedTwice)
                .sum();
    }
}
